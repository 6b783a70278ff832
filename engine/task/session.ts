import { randomBytes } from "node:crypto";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { type BlobStore, openBlobStore } from "../log/blob-store.ts";
import { openEventLog } from "../log/event-log.ts";
import type { EventBody, TaskEvent } from "../protocol/event.ts";
import { lockSession } from "./session-lock.ts";
import { writeAtomically } from "../repository/write-atomically.ts";

/** Everything of ours in a workspace is below this folder. */
export const DATA_FOLDER = ".unified-dgm";
/** What a team shares (memory, configuration) is tracked; what belongs to one machine is not. */
const GITIGNORE = "# Written by Unified DGM: tasks and evolution runs stay on this machine.\n/sessions/\n/evolution/\n";

/** A task's log and texts while it runs. */
export interface Session {
  readonly task: string;
  readonly blobs: BlobStore;
  /** Appends to the log, then tells the front end. @throws UserError `io` */
  readonly emit: (body: EventBody) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function logPath(root: string, task: string): string {
  return join(root, DATA_FOLDER, "sessions", `${task}.jsonl`);
}

/** Names the process that works on a task. */
export function lockPath(root: string, task: string): string {
  return logPath(root, task).replace(/\.jsonl$/, ".lock");
}

/** Ids of the tasks that have a log, newest first. */
export async function taskIds(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, DATA_FOLDER, "sessions")).catch(() => []);
  return names
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort()
    .reverse();
}

/** An id that sorts by time: `20261123-101500-3f9a`. */
export function newTaskId(now: Date): string {
  const digits = now.toISOString().replaceAll(/[-:]/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(9, 15)}-${randomBytes(2).toString("hex")}`;
}

/** Opens a session for a new task, or for one whose log has `next` events. @throws UserError `io`; `conflict` when another process has it open */
export async function openSession(root: string, task: string, onEvent: (event: TaskEvent) => void, next = 0): Promise<Session> {
  const path = logPath(root, task);
  // First of all: opening the log mends its end, which another process may be writing.
  const lock = await lockSession(lockPath(root, task), task);
  const log = await openEventLog(path, next).catch(async (error: unknown) => {
    await lock.release();
    throw error;
  });
  await keepOutOfGit(root);
  return {
    task,
    blobs: openBlobStore(path.replace(/\.jsonl$/, ".texts")),
    emit: async (body) => { onEvent(await log.append(body)); },
    close: async () => {
      await log.close().finally(lock.release);
    },
  };
}

async function keepOutOfGit(root: string): Promise<void> {
  const path = join(root, DATA_FOLDER, ".gitignore");
  const known = await access(path).then(
    () => true,
    () => false,
  );
  // A full disk is reported by the log, which matters more.
  if (!known) await writeAtomically(path, new TextEncoder().encode(GITIGNORE)).catch(() => undefined);
}
