import { commands, window } from "vscode";
import { commandIds } from "../manifest.ts";
import { taskFolders } from "../workspace/folder.ts";
import { findInterrupted } from "./interrupted-task.ts";
import type { TaskRunner } from "./task-runner.ts";

const REVIEW = "Review";
const DISCARD = "Discard";

/** Shows the task that an earlier window left in the middle; where changes of it wait, asks, without a dialog, what to do with them. */
export async function offerInterrupted(tasks: TaskRunner): Promise<void> {
  const task = await findInterrupted(taskFolders().map(({ uri }) => uri.fsPath));
  if (task === undefined || tasks.current() !== undefined) return;
  tasks.display(task);
  if (!task.interrupted) return;
  const files = task.view.files.filter((file) => !file.decided).length;
  const chosen = await window.showInformationMessage(`Unified DGM: “${task.view.request}” was interrupted; ${files} ${files === 1 ? "file waits" : "files wait"} for your decision.`, REVIEW, DISCARD);
  if (chosen === REVIEW) await commands.executeCommand(commandIds.resumeTask);
  if (chosen === DISCARD) await commands.executeCommand(commandIds.discardTask);
}
