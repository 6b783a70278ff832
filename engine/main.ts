/** The engine's entry: what its bundle offers to the front ends. */
export { diffHunks } from "./changes/hunk.ts";
export { createDiskEditor } from "./review/disk-editor.ts";
export { STOPPED } from "./task/finish-task.ts";
export { listTasks, readTask, type TaskSummary } from "./task/list-tasks.ts";
export { describeProblem } from "./configuration/problem.ts";
export { listModels, type Ping, pingModels } from "./task/list-models.ts";
export { resumeTask } from "./task/resume-task.ts";
export { runInSandbox, type SandboxedResult } from "./task/run-in-sandbox.ts";
export type { Runtime } from "./task/runtime.ts";
export { type RunningTask, startTask } from "./task/start-task.ts";
export { trySandboxes } from "./task/try-sandboxes.ts";
export { newestUndoable, undoTask, type Undone } from "./task/undo-task.ts";
