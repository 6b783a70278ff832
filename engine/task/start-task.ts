import type { Outcome } from "../protocol/words.ts";
import { finishTask } from "./finish-task.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { prepareTask, runAgent } from "./run-agent.ts";
import type { Runtime } from "./runtime.ts";
import { newTaskId, openSession } from "./session.ts";
import type { Steering } from "./steering.ts";

export interface RunningTask {
  readonly task: string;
  /** What the user can do to it while it runs. */
  readonly steering: Steering;
  /** Never rejects: a failure is an event and the outcome `failed`. */
  readonly done: Promise<Outcome>;
}

/** Starts a task; its events go to `frontEnd.onEvent`. @throws UserError `io` when the workspace cannot hold a session. */
export async function startTask(request: TaskRequest, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask> {
  const session = await openSession(request.root, newTaskId(new Date()), frontEnd.onEvent);
  const ground = await prepareTask(request, session, frontEnd, runtime);
  const done = finishTask(session, request.signal, frontEnd.onEvent, async () => {
    await session.emit({ type: "task_started", task: session.task, request: request.request, approvalMode: ground.steering.approvalMode(), workspace: request.root });
    return runAgent(ground);
  });
  return { task: session.task, steering: ground.steering, done };
}
