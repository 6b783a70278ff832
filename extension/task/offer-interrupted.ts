import { setTimeout as wait } from "node:timers/promises";
import { commands, window } from "vscode";
import { commandIds } from "../manifest.ts";
import { taskFolders } from "../workspace/folder.ts";
import { findInterrupted } from "./interrupted-task.ts";
import type { CurrentTask } from "./current-task.ts";
import type { TaskRunner } from "./task-runner.ts";

/** Milliseconds between two looks: a window that was just closed may still be ending its task. */
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000];
const REVIEW = "Review";
const DISCARD = "Discard";

/** Shows the task that an earlier window left in the middle; where changes of it wait, asks, without a dialog, what to do with them. */
export async function offerInterrupted(tasks: TaskRunner): Promise<void> {
  const task = await findOnceLeft(tasks);
  if (task === undefined || tasks.current() !== undefined) return;
  tasks.display(task);
  if (!task.interrupted) return;
  const files = task.view.files.filter((file) => !file.decided).length;
  const chosen = await window.showInformationMessage(`Unified DGM: “${task.view.request}” was interrupted; ${files} ${files === 1 ? "file waits" : "files wait"} for your decision.`, REVIEW, DISCARD);
  if (chosen === REVIEW) await commands.executeCommand(commandIds.resumeTask);
  if (chosen === DISCARD) await commands.executeCommand(commandIds.discardTask);
}

async function findOnceLeft(tasks: TaskRunner): Promise<CurrentTask | undefined> {
  for (const pause of PAUSES) {
    await wait(pause, undefined, { ref: false });
    const task = tasks.current() === undefined ? await findInterrupted(taskFolders().map(({ uri }) => uri.fsPath)) : undefined;
    if (task !== undefined) return task;
  }
  return undefined;
}
