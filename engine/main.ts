import type { ReadLog } from "./log/event-log.ts";
import type { Outcome } from "./protocol/words.ts";
import type { FrontEnd, TaskRequest } from "./task/front-end.ts";

/** Where the built parts of the product are, and the Node.js that runs its child processes. */
export interface Runtime {
  /** The folder of the bundles (`dist`). */
  readonly assets: string;
  readonly execPath: string;
}

export interface RunningTask {
  readonly task: string;
  /** Never rejects: a failure is an event and the outcome `failed`. */
  readonly done: Promise<Outcome>;
}

export interface TaskSummary {
  readonly task: string;
  readonly request: string;
  /** undefined: it never finished (the window was closed, the process killed). */
  readonly outcome: Outcome | undefined;
  /** Files whose proposal still waits for a decision. */
  readonly pendingFiles: number;
  readonly startedAt: string;
}

/** Starts a task; its events go to `frontEnd.onEvent`. @throws UserError when the workspace cannot hold a session (a read-only or full disk). */
export declare function startTask(request: TaskRequest, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask>;

/** Opens again what an interrupted task left undecided; its log goes on. @throws UserError `bad_input` when nothing of it is pending. */
export declare function resumeTask(task: string, request: Omit<TaskRequest, "request">, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask>;

/** The workspace's tasks, newest first. */
export declare function listTasks(root: string): Promise<readonly TaskSummary[]>;

/** A task's events from its log. */
export declare function readTask(root: string, task: string): Promise<ReadLog>;
