import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadEngine } from "../engine.ts";
import { asStopped } from "./as-stopped.ts";
import { type CurrentTask, openedTask } from "./current-task.ts";

/** Logs that are looked at, newest first, and characters of each log's end. */
const MOST = 20;
const TAIL = 8_192;

/** The first of the folders' tasks that were left in the middle; one with undecided changes comes first. */
export async function findInterrupted(roots: readonly string[]): Promise<CurrentTask | undefined> {
  const found = (await Promise.all(roots.map(findIn))).filter((task) => task !== undefined);
  return found.find(({ interrupted }) => interrupted) ?? found[0];
}

/**
 * The task of a folder that was left in the middle: the newest with undecided changes, else the newest of all where it never came
 * to its end. Loads the engine only where a log may be such a one.
 */
async function findIn(root: string): Promise<CurrentTask | undefined> {
  const sessions = join(root, ".unified-dgm", "sessions");
  const logs = (await readdir(sessions).catch(() => [])).filter((name) => name.endsWith(".jsonl")).sort().reverse().slice(0, MOST);
  const suspect = await Promise.all(logs.map((name) => mayBeInterrupted(join(sessions, name))));
  if (!suspect.includes(true)) return undefined;
  const { listTasks, readTask } = await loadEngine();
  const tasks = (await listTasks(root, MOST)).filter(({ running }) => !running);
  const left = tasks.find((each) => each.pendingFiles > 0) ?? tasks.slice(0, 1).find(({ outcome }) => outcome === undefined || outcome === "stopped");
  return left === undefined ? undefined : openedTask(left.task, asStopped((await readTask(root, left.task)).events), left.pendingFiles > 0);
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
