import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { CommandResult } from "../agent-api/host.ts";
import { pickSandbox } from "../../sandbox/pick.ts";
import type { Sandbox, SandboxResult } from "../../sandbox/sandbox.ts";
import type { Configuration } from "../configuration/schema.ts";
import { askForCommand } from "./ask-for-command.ts";
import { commandPolicy } from "./command-policy.ts";
import type { CommandTask, FrontEnd } from "./front-end.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./session.ts";
import type { Trial } from "./trial/trial.ts";

export interface CommandOptions {
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly task: CommandTask;
  readonly runtime: Pick<Runtime, "assets" | "home" | "sandbox">;
  readonly security: Configuration["security"];
}

/** Characters of a command's output that the agent gets; the log has all of it. */
const OUTPUT_TAIL = 1_000_000;

/** A task's commands: asked for where the approval mode wants it, and run in one sandbox, never anywhere else. */
export interface Commands {
  /** Undefined when the command may run; else why it may not. */
  readonly permit: (command: string) => Promise<CommandResult | undefined>;
  /** Runs what was permitted, in the workspace or in a copy of it. */
  readonly run: (command: string, trial: Trial | undefined) => Promise<CommandResult>;
  readonly dispose: () => Promise<void>;
}

export function createCommands(options: CommandOptions): Commands {
  const { session, task, runtime, security } = options;
  let sandbox: Promise<Sandbox> | undefined;
  const pick = (): Promise<Sandbox> => {
    const image = security.sandbox_image === undefined ? {} : { image: security.sandbox_image };
    sandbox ??= pickSandbox(security.sandbox_mode, { ...runtime.sandbox, ...image });
    return sandbox;
  };
  return {
    permit: async (command) => {
      if (!task.trusted()) return skip(session, "unavailable", "This workspace is not trusted, so no command is run. Trust it to run the tests in the sandbox.");
      if (!(await askForCommand(command, options))) return skip(session, "denied", "The command was not approved.");
      try {
        await pick();
        return undefined;
      } catch (error) {
        sandbox = undefined; // It may have come up by the next command.
        return skip(session, "unavailable", reasonOfFailure(error));
      }
    },
    run: async (command, trial) => runIn(await pick(), command, trial, options),
    dispose: async () => {
      const picked = await sandbox?.catch(() => undefined);
      await picked?.dispose();
    },
  };
}

async function runIn(sandbox: Sandbox, command: string, trial: Trial | undefined, { session, task, runtime, security }: CommandOptions): Promise<CommandResult> {
  const run = randomUUID();
  let tail = "";
  let logged: Promise<unknown> = Promise.resolve();
  await session.emit({ type: "command_started", run, command, backend: sandbox.name });
  const policy = await commandPolicy(task.root, runtime.assets, sandbox.name, security.network_enabled);
  const copied = trial === undefined ? {} : { copy: trial.folder, readable: [...policy.readable, ...trial.shared.map((path) => join(task.root, path))] };
  const result = await sandbox.run({
    command,
    policy: { ...policy, ...copied },
    signal: task.signal,
    onOutput: (stream, text) => {
      tail = (tail + text).slice(-OUTPUT_TAIL);
      logged = Promise.all([logged, session.emit({ type: "command_output", run, stream, text })]);
      logged.catch(() => undefined); // awaited below
    },
  });
  await logged;
  const { exitCode, signal, timedOut, canceled, outputTruncated, durationMs } = result;
  await session.emit({ type: "command_finished", run, exitCode, signal, timedOut, canceled, outputTruncated, durationMs });
  task.signal.throwIfAborted();
  return { outcome: "ran", exitCode, reason: reasonOf(result), output: tail };
}

function reasonOf(result: SandboxResult): string {
  if (result.timedOut) return `the time limit was reached after ${Math.round(result.durationMs / 1000)} s.`;
  if (result.outputTruncated) return "it printed more than the output limit.";
  if (result.exitCode === null) return `it was ended by ${result.signal ?? "a signal"}.`;
  return `exit code ${result.exitCode}.`;
}

async function skip(session: Session, outcome: "denied" | "unavailable", reason: string): Promise<CommandResult> {
  if (outcome === "unavailable") await session.emit({ type: "warning", text: reason });
  return { outcome, exitCode: null, reason, output: "" };
}

function reasonOfFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof Error && "remedy" in error ? ` ${String(error.remedy)}` : "";
  return `No command was run: ${message}${remedy}`;
}
