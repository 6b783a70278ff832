import { loadConfiguration } from "../configuration/load.ts";
import { UserError } from "../errors.ts";
import { readEventLog } from "../log/event-log.ts";
import type { TaskEvent } from "../protocol/event.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../protocol/task-view.ts";
import { type Ending, finishTask } from "./finish-task.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { pendingChanges, type PendingFile, pendingFiles } from "./pending-changes.ts";
import { remember } from "./remember.ts";
import { type CommandOptions, runCommand } from "./run-command.ts";
import type { Runtime } from "./runtime.ts";
import { logPath, openSession, type Session } from "./session.ts";
import { settleChanges } from "./settle.ts";
import type { RunningTask } from "./start-task.ts";

/**
 * Opens again what an interrupted task left undecided, then runs the commands that its plan still has; its log goes on. The
 * events so far are sent first. @throws UserError `bad_input` when nothing of it waits.
 */
export async function resumeTask(task: string, options: Omit<TaskRequest, "request">, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask> {
  const { events, warnings } = await readEventLog(logPath(options.root, task));
  const files = pendingFiles(events);
  if (files.length === 0) throw new UserError("bad_input", `Nothing of the task ${task} waits for a decision.`, "Start a new task.");
  const session = await openSession(options.root, task, frontEnd.onEvent, nextSeq(events));
  for (const event of events) frontEnd.onEvent(event);
  const view = events.reduce(foldEvent, emptyTaskView);
  const done = finishTask(session, options.signal, frontEnd.onEvent, async () => {
    for (const text of warnings) await session.emit({ type: "warning", text });
    const { configuration } = await loadConfiguration({ home: runtime.home, root: options.root, trusted: options.trusted, layers: runtime.layers });
    const task = { ...options, approvalMode: options.approvalMode ?? configuration.approval_mode };
    return work(view, files, session, { session, frontEnd, task, runtime, security: configuration.security });
  });
  return { task, done };
}

function nextSeq(events: readonly TaskEvent[]): number {
  return (events.at(-1)?.seq ?? -1) + 1;
}

async function work(view: TaskView, files: readonly PendingFile[], session: Session, options: CommandOptions): Promise<Ending> {
  const { task, frontEnd } = options;
  const changes = await pendingChanges(files, session.blobs);
  const applied = await settleChanges(changes, { session, frontEnd, approvalMode: "suggest", signal: task.signal });
  const summary = `${applied.length} of ${changes.length} waiting files accepted.`;
  if (applied.length === 0) return { outcome: "completed", summary };
  await remember(task.root, view.request, applied, session);
  for (const step of view.steps.filter((each) => each.kind === "command" && each.status !== "done")) {
    await session.emit({ type: "step_started", step: step.id });
    const result = await runCommand(step.command ?? "", options);
    const passed = result.exitCode === 0;
    const outcome = result.outcome !== "ran" ? "skipped" : passed ? "done" : "failed";
    await session.emit({ type: "step_finished", step: step.id, outcome, summary: result.reason });
    if (outcome === "failed") return { outcome: "failed", summary: `${summary} ${step.title}: ${result.reason}` };
  }
  return { outcome: "completed", summary };
}
