import { join } from "node:path";
import type { AgentResult, AgentTask } from "../agent-api/host.ts";
import type { TaskForGuest } from "../agent-api/wire.ts";
import type { FileChange } from "../changes/file-change.ts";
import { loadConfiguration, type LoadedConfiguration } from "../configuration/load.ts";
import { describeProblem } from "../configuration/problem.ts";
import { runGuest } from "../guest/run-guest.ts";
import { readInstructions } from "../instructions/agents-md.ts";
import { createLanguageClient } from "../language/language-client.ts";
import { projectCommands } from "../memory/commands.ts";
import { memoryForAgent } from "../memory/memory-for-agent.ts";
import { loadProviders } from "../models/providers/lazy-client.ts";
import type { Ending } from "./finish-task.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { createKernel } from "./kernel.ts";
import { remember } from "./remember.ts";
import type { CommandOptions } from "./run-command.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./session.ts";
import { createSteering, type Steered } from "./steering.ts";
import { openTaskModels } from "./task-models.ts";
import { createWorkspaceView, type WorkspaceView } from "./workspace-view.ts";

/** A task with what it runs on. */
export interface TaskGround {
  readonly request: TaskRequest;
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly runtime: Runtime;
  readonly loaded: LoadedConfiguration;
  readonly commands: CommandOptions;
  readonly steering: Steered;
}

/** Reads the configuration for a task. Where that fails, the session is closed. */
export async function prepareTask(request: TaskRequest, session: Session, frontEnd: FrontEnd, runtime: Runtime): Promise<TaskGround> {
  const loaded = await loadConfiguration({ home: runtime.home, root: request.root, trusted: request.trusted(), layers: runtime.layers }).catch(async (error: unknown) => {
    await session.close();
    throw error;
  });
  const { approval_mode: configured, security } = loaded.configuration;
  const steering = createSteering({ emit: session.emit, approvalMode: request.approvalMode ?? configured, signal: request.signal });
  const task = { ...request, approvalMode: steering.approvalMode };
  return { request, session, frontEnd, runtime, loaded, steering, commands: { session, frontEnd, task, runtime, security } };
}

/** Runs the agent on a task, from the start or from where it stopped, until everything that it proposes is decided. `before` was accepted ahead of that. */
export async function runAgent({ request, session, frontEnd, runtime, loaded, commands, steering }: TaskGround, progress?: AgentTask["progress"], before: readonly FileChange[] = []): Promise<Ending> {
  const { root, signal } = request;
  const instructions = await readInstructions({ home: runtime.home, directory: root, maxBytes: loaded.configuration.instructions.max_bytes });
  for (const text of [...loaded.problems.map(describeProblem), ...instructions.warnings]) await session.emit({ type: "warning", text });
  if (loaded.configuration.security.network_enabled) await session.emit({ type: "warning", text: "Commands of this task reach the network, because security.network_enabled is true in your configuration." });
  const view = createWorkspaceView(root, frontEnd.editor, signal);
  const { complete, callsServices } = await openTaskModels({ loaded, instructions, runtime, session, view, signal });
  const language = createLanguageClient({ execPath: runtime.execPath, entry: join(runtime.assets, "language.cjs"), root });
  const kernel = createKernel({ view, complete, session, frontEnd, language, commands, steering, ripgrep: runtime.ripgrep });
  try {
    const task = describeTask(request, session, view, progress);
    const running = runGuest({ folder: join(runtime.assets, "agent"), execPath: runtime.execPath, task, host: kernel.host, signal });
    if (callsServices) await loadProviders().catch(() => undefined); // a failure is told by the first call
    const result = await running;
    await kernel.settle();
    const applied = kernel.applied();
    if (applied.length > 0) await remember(root, request.request, applied, session);
    return { outcome: result.outcome, summary: summarize(result, [...before, ...applied]) };
  } finally {
    await kernel.dispose();
  }
}

/** What the agent is told of its task. */
async function describeTask({ request, root }: TaskRequest, session: Session, view: WorkspaceView, progress: AgentTask["progress"]): Promise<TaskForGuest> {
  const warnings: string[] = [];
  const memory = await memoryForAgent(root, (text) => warnings.push(text));
  for (const text of warnings) await session.emit({ type: "warning", text });
  return { request, progress, memory, commands: [...(await projectCommands(root, await view.list(), view.read))] };
}

function summarize({ outcome, summary }: AgentResult, applied: readonly FileChange[]): string {
  if (outcome === "answered") return summary;
  // A file may have been changed by several steps.
  const files = new Set(applied.map(({ path }) => path)).size;
  const changed = files === 0 ? "No file was changed." : `${files} ${files === 1 ? "file" : "files"} changed.`;
  return `${changed} ${summary}`;
}
