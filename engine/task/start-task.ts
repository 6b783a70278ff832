import { join } from "node:path";
import type { AgentResult } from "../agent-api/host.ts";
import type { FileChange } from "../changes/file-change.ts";
import { loadConfiguration } from "../configuration/load.ts";
import { describeProblem } from "../configuration/problem.ts";
import { runGuest } from "../guest/run-guest.ts";
import { readInstructions } from "../instructions/agents-md.ts";
import { createLanguageClient } from "../language/language-client.ts";
import type { Outcome } from "../protocol/words.ts";
import { type Ending, finishTask } from "./finish-task.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { createKernel } from "./kernel.ts";
import { remember } from "./remember.ts";
import type { Runtime } from "./runtime.ts";
import { newTaskId, openSession, type Session } from "./session.ts";
import { openTaskModels } from "./task-models.ts";
import { createWorkspaceView } from "./workspace-view.ts";

export interface RunningTask {
  readonly task: string;
  /** Never rejects: a failure is an event and the outcome `failed`. */
  readonly done: Promise<Outcome>;
}

/** Starts a task; its events go to `frontEnd.onEvent`. @throws UserError `io` when the workspace cannot hold a session. */
export async function startTask(request: TaskRequest, frontEnd: FrontEnd, runtime: Runtime): Promise<RunningTask> {
  const session = await openSession(request.root, newTaskId(new Date()), frontEnd.onEvent);
  const done = finishTask(session, request.signal, frontEnd.onEvent, () => work(request, session, frontEnd, runtime));
  return { task: session.task, done };
}

async function work(request: TaskRequest, session: Session, frontEnd: FrontEnd, runtime: Runtime): Promise<Ending> {
  const { root, trusted, signal } = request;
  const loaded = await loadConfiguration({ home: runtime.home, root, trusted, layers: runtime.layers });
  const { configuration } = loaded;
  const approvalMode = request.approvalMode ?? configuration.approval_mode;
  const instructions = await readInstructions({ home: runtime.home, directory: root, maxBytes: configuration.instructions.max_bytes });
  await session.emit({ type: "task_started", task: session.task, request: request.request, approvalMode, workspace: root });
  for (const text of [...loaded.problems.map(describeProblem), ...instructions.warnings]) await session.emit({ type: "warning", text });
  const view = createWorkspaceView(root, frontEnd.editor, signal);
  const complete = await openTaskModels({ loaded, instructions, runtime, session, view, signal });
  const language = createLanguageClient({ execPath: runtime.execPath, entry: join(runtime.assets, "language.cjs"), root });
  const commands = { session, frontEnd, task: { ...request, approvalMode }, runtime, security: configuration.security };
  const kernel = createKernel({ view, complete, session, frontEnd, language, commands });
  const result = await runGuest({ folder: join(runtime.assets, "agent"), execPath: runtime.execPath, request: request.request, host: kernel.host, signal });
  await kernel.settle();
  const applied = kernel.applied();
  if (applied.length > 0) await remember(root, request.request, applied, session);
  return { outcome: result.outcome, summary: summarize(result, applied) };
}

function summarize({ outcome, summary }: AgentResult, applied: readonly FileChange[]): string {
  if (outcome === "answered") return summary;
  const changed = applied.length === 0 ? "No file was changed." : `${applied.length} ${applied.length === 1 ? "file" : "files"} changed.`;
  return `${changed} ${summary}`;
}
