import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FileChange } from "../../../engine/changes/file-change.ts";
import { openFileReview } from "../../../engine/review/file-review.ts";
import type { TaskEvent } from "../../../engine/protocol/event.ts";
import { readTask } from "../../../engine/task/list-tasks.ts";
import { newTaskId, openSession, taskIds } from "../../../engine/task/session.ts";
import { commandIds } from "../../../extension/manifest.ts";
import { eventually, folder, run } from "./window.ts";

/** A change of one file's text. */
export function modified(path: string, base: string, proposed: string): FileChange {
  return { path, from: undefined, kind: "modified", base, proposed };
}

/** Leaves a task in the folder as a window leaves it that is closed in the middle of a review. */
export async function leaveTask(changes: readonly FileChange[], root = folder().fsPath): Promise<string> {
  const session = await openSession(root, newTaskId(new Date()), () => undefined);
  await session.emit({ type: "task_started", task: session.task, request: "a test", approvalMode: "suggest", workspace: root });
  for (const { path, from, kind, base, proposed } of changes) {
    const { hunks } = openFileReview({ path, from, kind, base, proposed });
    await session.emit({ type: "file_proposed", path, ...(from === undefined ? {} : { from }), kind, base: await session.blobs.put(base), proposed: await session.blobs.put(proposed), pending: hunks.length, added: 0, removed: 0 });
  }
  await session.emit({ type: "review_requested", files: changes.length });
  await session.close();
  return session.task;
}

/** Puts a change set under review in the window, the way a person takes up an interrupted task. */
export async function review(...changes: readonly FileChange[]): Promise<string> {
  const task = await leaveTask(changes);
  const failure = await run(commandIds.resumeTask);
  if (failure !== undefined) throw new Error(failure);
  await eventually("the review is open", async () => (await events(task)).filter(({ type }) => type === "review_requested").length > 1 || undefined);
  return task;
}

/** Gives a request to the extension, and resolves with the new task's name. */
export async function startTask(request: string): Promise<string> {
  const before = await newestTask();
  const failure = await run(commandIds.refactor, request);
  if (failure !== undefined) throw new Error(failure);
  return eventually("the task has a log", async () => {
    const newest = await newestTask();
    return newest === before ? undefined : newest;
  });
}

export async function events(task: string): Promise<readonly TaskEvent[]> {
  return (await readTask(folder().fsPath, task)).events;
}

/** The newest task of the folder. */
export async function newestTask(): Promise<string | undefined> {
  return (await taskIds(folder().fsPath))[0];
}

/** Waits until an event of this type is in the task's log. */
export function happened<Type extends TaskEvent["type"]>(task: string, type: Type, seconds?: number): Promise<Extract<TaskEvent, { readonly type: Type }>> {
  return eventually(`${type} in task ${task}`, async () => (await events(task)).find((event): event is Extract<TaskEvent, { readonly type: Type }> => event.type === type), seconds);
}

/** Ends whatever runs and forgets all tasks. */
export async function endTasks(): Promise<void> {
  const newest = await newestTask();
  await run(commandIds.cancel);
  if (newest !== undefined) await eventually("the task ended", async () => /^task_(finished|undone)$/.test((await events(newest)).at(-1)?.type ?? "") || undefined);
  await rm(join(folder().fsPath, ".unified-dgm"), { recursive: true, force: true });
}

export async function onDisk(path: string): Promise<string> {
  return readFile(join(folder().fsPath, path), "utf8");
}
