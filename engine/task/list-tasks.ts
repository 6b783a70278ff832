import { readEventLog, type ReadLog } from "../log/event-log.ts";
import type { Outcome } from "../protocol/words.ts";
import { emptyTaskView, foldEvent } from "../protocol/task-view.ts";
import { pendingFiles } from "./pending-changes.ts";
import { isSessionLive } from "./session-lock.ts";
import { lockPath, logPath, taskIds } from "./session.ts";

export interface TaskSummary {
  readonly task: string;
  readonly request: string;
  /** undefined: it never finished (the window was closed, the process killed). */
  readonly outcome: Outcome | undefined;
  /** A process that lives works on it: another window, or the terminal. */
  readonly running: boolean;
  /** Files whose proposal still waits for a decision; 0 for a task that runs, or ended otherwise than by being stopped. */
  readonly pendingFiles: number;
  readonly startedAt: string;
}

/** The workspace's newest tasks, newest first. Logs that cannot be read are left out. */
export async function listTasks(root: string, most = 20): Promise<readonly TaskSummary[]> {
  const ids = (await taskIds(root)).slice(0, most);
  const found = await Promise.all(ids.map((task) => summarize(root, task).catch(() => undefined)));
  return found.filter((summary) => summary !== undefined);
}

/** A task's events from its log. @throws the system's error when there is no such log. */
export function readTask(root: string, task: string): Promise<ReadLog> {
  return readEventLog(logPath(root, task));
}

async function summarize(root: string, task: string): Promise<TaskSummary | undefined> {
  const { events } = await readTask(root, task);
  const first = events[0];
  if (first === undefined) return undefined;
  const { request, outcome } = events.reduce(foldEvent, emptyTaskView);
  const running = await isSessionLive(lockPath(root, task));
  const resumable = !running && (outcome === undefined || outcome === "stopped");
  return { task, request, outcome, running, pendingFiles: resumable ? pendingFiles(events).length : 0, startedAt: first.time };
}
