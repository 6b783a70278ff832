import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { TaskEvent } from "../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent } from "../../engine/protocol/task-view.ts";
import { loadEngine } from "../engine.ts";
import { type CurrentTask, openedTask } from "./current-task.ts";

/** Logs that are looked at, newest first, and characters of each log's end. */
const MOST = 20;
const TAIL = 8_192;

/** The newest task of the folder that was left with undecided changes. Loads the engine only where a log may be such a one. */
export async function findInterrupted(root: string): Promise<CurrentTask | undefined> {
  const sessions = join(root, ".unified-dgm", "sessions");
  const logs = (await readdir(sessions).catch(() => [])).filter((name) => name.endsWith(".jsonl")).sort().reverse().slice(0, MOST);
  const suspect = await Promise.all(logs.map((name) => mayBeInterrupted(join(sessions, name))));
  if (!suspect.includes(true)) return undefined;
  const { listTasks, readTask } = await loadEngine();
  const summary = (await listTasks(root, MOST)).find((each) => each.pendingFiles > 0);
  return summary === undefined ? undefined : openedTask(summary.task, asWaiting((await readTask(root, summary.task)).events), true);
}

/** The events of a task that was left, told so that they end with what is true now: its changes wait for review. */
function asWaiting(events: readonly TaskEvent[]): readonly TaskEvent[] {
  const last = events.at(-1);
  const ended = new Set(events.map((event) => (event.type === "step_finished" ? event.step : undefined)));
  const left = events.filter((event) => event.type !== "task_finished" && (event.type !== "step_started" || ended.has(event.step)));
  const files = left.reduce(foldEvent, emptyTaskView).files.filter((file) => !file.decided).length;
  return [...left, { type: "review_requested", files, seq: (last?.seq ?? -1) + 1, time: last?.time ?? new Date().toISOString() }];
}

/** A log that ends with anything but a task's proper end. */
async function mayBeInterrupted(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(TAIL, size)), position: Math.max(0, size - TAIL) });
    const last = buffer.toString("utf8", 0, bytesRead).trimEnd().split("\n").at(-1) ?? "";
    return !last.includes('"type":"task_finished"') || last.includes('"outcome":"stopped"');
  } finally {
    await file.close();
  }
}
