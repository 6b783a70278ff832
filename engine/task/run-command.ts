import { randomUUID } from "node:crypto";
import type { CommandResult } from "../agent-api/host.ts";
import { pickSandbox } from "../../sandbox/pick.ts";
import type { Sandbox, SandboxResult } from "../../sandbox/sandbox.ts";
import type { Configuration } from "../configuration/schema.ts";
import { commandPolicy } from "./command-policy.ts";
import type { CommandTask, FrontEnd } from "./front-end.ts";
import type { Runtime } from "./runtime.ts";
import type { Session } from "./session.ts";

export interface CommandOptions {
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly task: CommandTask;
  readonly runtime: Pick<Runtime, "assets" | "sandbox">;
  readonly security: Configuration["security"];
}

/** Characters of a command's output that the agent gets; the log has all of it. */
const OUTPUT_TAIL = 20_000;

/** Asks where the approval mode wants it, then runs a command in the sandbox; never anywhere else. */
export async function runCommand(command: string, options: CommandOptions): Promise<CommandResult> {
  const { session, task, runtime, security } = options;
  if (!task.trusted) return skip(session, "unavailable", "This workspace is not trusted, so no command is run. Trust it to run the tests in the sandbox.");
  if (task.approvalMode !== "full-auto" && !(await approved(command, options))) return skip(session, "denied", "The command was not approved.");
  const image = security.sandbox_image === undefined ? {} : { image: security.sandbox_image };
  const sandbox = await pickSandbox(security.sandbox_mode, { ...runtime.sandbox, ...image }).catch((error: unknown) => unavailable(error));
  if ("reason" in sandbox) return skip(session, "unavailable", sandbox.reason);
  try {
    return await runIn(sandbox, command, options);
  } finally {
    await sandbox.dispose();
  }
}

async function approved(command: string, { session, frontEnd, task }: CommandOptions): Promise<boolean> {
  const approval = randomUUID();
  await session.emit({ type: "approval_requested", approval, command });
  const stop = Promise.withResolvers<never>();
  const abort = (): void => { stop.reject(new DOMException("The task was canceled.", "AbortError")); };
  task.signal.addEventListener("abort", abort, { once: true });
  try {
    task.signal.throwIfAborted();
    const answer = await Promise.race([frontEnd.approveCommand(approval, command, task.signal), stop.promise]);
    await session.emit({ type: "approval_answered", approval, answer });
    return answer === "approved";
  } finally {
    task.signal.removeEventListener("abort", abort);
  }
}

async function runIn(sandbox: Sandbox, command: string, { session, task, runtime, security }: CommandOptions): Promise<CommandResult> {
  const run = randomUUID();
  let tail = "";
  let logged: Promise<unknown> = Promise.resolve();
  await session.emit({ type: "command_started", run, command, backend: sandbox.name });
  const result = await sandbox.run({
    command,
    policy: await commandPolicy(task.root, runtime.assets, sandbox.name, security.network_enabled),
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

function unavailable(error: unknown): { readonly reason: string } {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof Error && "remedy" in error ? ` ${String(error.remedy)}` : "";
  return { reason: `No command was run: ${message}${remedy}` };
}
