import { window } from "vscode";
import { UserError } from "../../engine/errors.ts";
import type { CommandAnswer } from "../../engine/protocol/words.ts";
import { exampleRequests } from "../panel/host-state.ts";
import type { CurrentTask } from "../task/current-task.ts";
import { isResumable } from "../task/current-task.ts";
import { findInterrupted } from "../task/interrupted-task.ts";
import { requireOpenFolder, requireTaskFolder, taskFolders } from "../workspace/folder.ts";
import type { App, Command } from "./app.ts";

/** Starts a task on a request: the argument (keybindings can give one), else what a person types. */
export function refactor({ tasks, panel }: App): Command {
  return async (given) => {
    requireIdle(tasks);
    const folder = await requireTaskFolder();
    if (folder === undefined) return;
    const request = typeof given === "string" ? given : await askRequest(folder.name);
    if (request === undefined || request.trim() === "") return;
    await panel.reveal();
    await tasks.start(request.trim(), folder);
  };
}

async function askRequest(folder: string): Promise<string | undefined> {
  const [first = "", ...others] = exampleRequests;
  return window.showInputBox({
    title: `Refactor ${folder} with DGM`,
    prompt: `What should be done? ${others.map((each) => `“${each}”`).join(", ")}, …`,
    placeHolder: first,
    ignoreFocusOut: true,
  });
}

export function cancel({ tasks }: App): Command {
  return () => { tasks.cancel(); };
}

export function openPanel({ panel }: App): Command {
  return () => panel.reveal();
}

/** Answers the question whether a command may run, as the panel's buttons do. */
export function answerCommand(answer: CommandAnswer): (app: App) => Command {
  return ({ tasks, questions }) =>
    () => {
      const approval = tasks.current()?.view.approval?.approval;
      if (approval === undefined || !questions.answer(approval, answer)) throw new UserError("bad_input", "No command waits for an answer.", "Start a task first.");
    };
}

export function resumeTask({ tasks, panel }: App): Command {
  return async () => {
    const task = await interruptedTask(tasks);
    await panel.reveal();
    await tasks.resume(task);
  };
}

export function discardTask({ tasks }: App): Command {
  return async () => {
    const task = await interruptedTask(tasks);
    if (!task.interrupted) throw new UserError("bad_input", "Nothing of the interrupted task waits for a decision.", "Resume it, or start a new one.");
    await tasks.discard(task);
  };
}

function requireIdle(tasks: App["tasks"]): void {
  if (tasks.running()) throw new UserError("bad_input", "A task is running already.", "Wait for it or cancel it, then start the next one.");
}

async function interruptedTask(tasks: App["tasks"]): Promise<CurrentTask> {
  const shown = tasks.current();
  const task = shown !== undefined && isResumable(shown) ? shown : await findInterrupted(taskFolders().map(({ uri }) => uri.fsPath));
  if (task !== undefined) return task;
  requireOpenFolder();
  throw new UserError("bad_input", "No interrupted task waits here.", "Start a new one.");
}
