import type { AgentTask } from "../agent-api/host.ts";
import type { FileChange } from "../changes/file-change.ts";
import { createOverlay } from "../changes/overlay.ts";
import { UserError } from "../errors.ts";
import type { FileEdit } from "../language/file-edit.ts";
import { readEventLog } from "../log/event-log.ts";
import type { TaskEvent } from "../protocol/event.ts";
import { type Ending, finishTask } from "./finish-task.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { pendingChanges, pendingFiles } from "./pending-changes.ts";
import { remember } from "./remember.ts";
import { prepareTask, runAgent, type TaskGround } from "./run-agent.ts";
import type { Runtime } from "./runtime.ts";
import { logPath, openSession, taskIds } from "./session.ts";
import { announceChanges, settleChanges } from "./settle.ts";
import { leftInTheMiddle, stepBoundary } from "./step-boundary.ts";
import type { RunningTask } from "./start-task.ts";

/**
 * Goes on with a task that was stopped: puts to the user what it left undecided, then lets the agent do the steps that its plan still has
 * (or begin anew, where it had no plan yet). Its log goes on; the events so far are sent first.
 * @throws UserError `bad_input` when there is no such task, or it came to its end; `conflict` when another process works on it.
 */
export async function resumeTask(task: string, options: Omit<TaskRequest, "request">, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask> {
  if (!(await taskIds(options.root)).includes(task)) throw new UserError("bad_input", `There is no task ${task} in ${options.root}.`, "Start a new task.");
  const { events, warnings } = await readEventLog(logPath(options.root, task));
  const started = events.find((event) => event.type === "task_started");
  if (started === undefined || !isResumable(events)) throw new UserError("bad_input", `The task ${task} came to its end: nothing of it is left to do.`, "Start a new task.");
  const session = await openSession(options.root, task, frontEnd.onEvent, (events.at(-1)?.seq ?? -1) + 1);
  if ((await readEventLog(logPath(options.root, task))).events.length !== events.length) {
    // Whoever had it went on after it was read here, and left it again.
    await session.close();
    return resumeTask(task, options, frontEnd, runtime);
  }
  for (const event of events) frontEnd.onEvent(event);
  const ground = await prepareTask({ ...options, request: started.request }, session, frontEnd, runtime);
  const done = finishTask(session, options.signal, frontEnd.onEvent, async () => {
    for (const text of warnings) await session.emit({ type: "warning", text });
    return goOn(ground, await backToBoundary(ground, events), progressOf(events));
  });
  return { task, steering: ground.steering, done };
}

/** Whether a task was left in the middle: it has no end, or was stopped. */
export function isResumable(events: readonly TaskEvent[]): boolean {
  const end = events.findLast((event) => event.type === "task_finished");
  return end === undefined || end.outcome === "stopped";
}

/** The newest plan as it was last changed, and its steps that need not be done again. */
function progressOf(events: readonly TaskEvent[]): AgentTask["progress"] {
  const at = events.findLastIndex((event) => event.type === "plan_created");
  const plan = events.findLast((event) => event.type === "plan_created" || event.type === "plan_changed");
  if (plan === undefined) return undefined;
  return { steps: plan.steps, done: events.slice(at).flatMap((event) => (event.type === "step_finished" && event.outcome !== "failed" ? [event.step] : [])) };
}

/** Takes back what steps left in the middle did, and tells the log; what remains undecided is returned, told anew. */
async function backToBoundary({ session, frontEnd, request }: TaskGround, events: readonly TaskEvent[]): Promise<readonly FileChange[]> {
  const { blobs, emit } = session;
  const boundary = stepBoundary(events);
  if (boundary === events.length) {
    await emit({ type: "task_resumed" });
    return pendingChanges(pendingFiles(events), blobs);
  }
  for (const { path } of pendingFiles(events)) await emit({ type: "proposal_withdrawn", path });
  const back = await leftInTheMiddle(events, frontEnd.editor, blobs);
  if (back.length > 0) {
    await emit({ type: "warning", text: `A step was left in the middle. What it had written to ${back.map(({ path }) => path).join(", ")} is taken back, and it is done anew.` });
    const overlay = createOverlay(frontEnd.editor.read);
    await overlay.apply(back.map(asEdit));
    await announceChanges(overlay, new Map(), session);
    await settleChanges(overlay.changes(), { session, frontEnd, approvalMode: "full-auto", signal: request.signal });
  }
  const pending = await pendingChanges(pendingFiles(events.slice(0, boundary)), blobs);
  const overlay = createOverlay((path) => Promise.resolve(pending.find((each) => (each.from ?? each.path) === path)?.base ?? null));
  await overlay.apply(pending.map(asEdit));
  await announceChanges(overlay, new Map(), session);
  // Last: until it is told, a process that dies here leaves the log with the boundary where it was.
  await emit({ type: "task_resumed" });
  return overlay.changes();
}

function asEdit({ path, from, kind, proposed }: FileChange): FileEdit {
  if (proposed === null) return { kind: "delete", path };
  return kind === "moved" && from !== undefined ? { kind: "move", from, to: path, text: proposed } : { kind: "write", path, text: proposed };
}

async function goOn(ground: TaskGround, changes: readonly FileChange[], progress: AgentTask["progress"]): Promise<Ending> {
  const { request, session, frontEnd, steering } = ground;
  const approvalMode = request.trusted() ? steering.approvalMode() : "suggest";
  const applied = await settleChanges(changes, { session, frontEnd, approvalMode, signal: request.signal });
  if (applied.length > 0) await remember(request.root, request.request, applied, session);
  const decided = `${applied.length} of ${changes.length} waiting files accepted.`;
  const left = progress?.steps.some(({ id }) => !progress.done.includes(id)) ?? true;
  // Who rejects all that was proposed does not want what follows from it.
  if (changes.length > 0 && (applied.length === 0 || !left)) return { outcome: "completed", summary: decided };
  const { outcome, summary } = await runAgent(ground, progress, applied);
  return { outcome, summary: changes.length === 0 ? summary : `${decided} ${summary}` };
}
