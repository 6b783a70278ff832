import { window } from "vscode";
import { UserError } from "../../engine/errors.ts";
import { exampleRequests } from "../panel/host-state.ts";
import { findInterrupted } from "../task/interrupted-task.ts";
import { folderNote, requireTaskFolder } from "../workspace/folder.ts";
import type { App, Command } from "./app.ts";

/** Asks for a request and starts a task on it. */
export function refactor({ tasks, panel }: App): Command {
  return async () => {
    const folder = requireTaskFolder();
    if (tasks.running()) {
      await panel.reveal();
      throw new UserError("bad_input", "A task is running already.", "Wait for it or cancel it, then start the next one.");
    }
    const request = await window.showInputBox({
      title: `Refactor ${folder.name} with DGM`,
      prompt: `For example: ${exampleRequests.slice(0, 3).map((each) => `“${each}”`).join(", ")}`,
      placeHolder: exampleRequests[0] ?? "",
      ignoreFocusOut: true,
    });
    if (request === undefined || request.trim() === "") return;
    const note = folderNote(folder);
    if (note !== undefined) void window.showInformationMessage(note);
    await panel.reveal();
    await tasks.start(request.trim());
  };
}

export function cancel({ tasks }: App): Command {
  return () => { tasks.cancel(); };
}

export function openPanel({ panel }: App): Command {
  return () => panel.reveal();
}

export function resumeTask({ tasks, panel }: App): Command {
  return async () => {
    const task = await interruptedTask(tasks);
    await panel.reveal();
    await tasks.resume(task);
  };
}

export function discardTask({ tasks }: App): Command {
  return async () => { await tasks.discard(await interruptedTask(tasks)); };
}

async function interruptedTask(tasks: App["tasks"]): Promise<string> {
  const shown = tasks.current();
  const task = shown?.interrupted === true ? shown : await findInterrupted(requireTaskFolder().uri.fsPath);
  if (task === undefined) throw new UserError("bad_input", "No interrupted task waits here.", "Start a new one.");
  return task.task;
}
