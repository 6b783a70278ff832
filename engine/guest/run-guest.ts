import { spawn } from "node:child_process";
import { realpath } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { createMessageConnection, ErrorCodes, type MessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { guestArgv } from "../../sandbox/guest.ts";
import { probeBackend } from "../../sandbox/pick.ts";
import { completionRequestSchema } from "../agent-api/completion.ts";
import type { AgentResult, Host } from "../agent-api/host.ts";
import { agentEventSchema, agentResultSchema, commandParamsSchema, methods, proposeParamsSchema, readParamsSchema, searchParamsSchema, symbolsParamsSchema, type TaskForGuest } from "../agent-api/wire.ts";
import { describeError, UserError } from "../errors.ts";
import { type GuestLimits, guestLimits, type GuestWatch, watchGuest } from "./limits.ts";

export interface GuestOptions {
  /** The generation's built folder: guest.cjs, main.cjs, prompts/, parameters.json. */
  readonly folder: string;
  readonly execPath: string;
  /** What the agent is to do; its process starts meanwhile. */
  readonly task: Promise<TaskForGuest>;
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly limits?: GuestLimits;
}

/** Characters of a guest's stderr that are kept for the message when it dies. */
const STDERR_TAIL = 2_000;

/**
 * Runs an agent for one task in a process of its own: Node's permission model, an empty environment and, where bubblewrap works,
 * no network and no file but its own folder. What it asks of `host` is parsed first.
 * @throws UserError `guest` when it dies, hangs up or answers nonsense; the signal's reason when canceled.
 */
export async function runGuest(options: GuestOptions): Promise<AgentResult> {
  const { signal, host } = options;
  signal.throwIfAborted();
  const command = await guestCommand(options);
  // In a session of its own: a terminal's Ctrl-C is for us, who then end the guest and say so. It ends by itself when its pipes close.
  const child = spawn(command.file, command.args, { stdio: ["pipe", "pipe", "pipe"], env: command.environment, detached: process.platform !== "win32" });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-STDERR_TAIL)));
  child.stdin.on("error", () => undefined); // a dead guest is reported by its exit
  const reader = new StreamMessageReader(child.stdout);
  reader.partialMessageTimeout = 0; // its timer would outlive a guest that died in the middle of a message
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  const watch = watchGuest(child.pid ?? 0, child.stdout, options.limits ?? guestLimits);
  const told = serve(connection, host, watch);
  const died = new Promise<never>((_, reject) => {
    child.on("error", (error) => { reject(guestError(`could not start: ${error.message}`)); });
    child.on("exit", (code, by) => { reject(guestError(`ended in the middle of the task (${by ?? `exit code ${String(code)}`}). ${stderr.trim()}`)); });
    connection.onError(([error]) => { reject(guestError(`broke the protocol: ${error.message}`)); });
  });
  const aborted = new Promise<never>((_, reject) => { signal.addEventListener("abort", () => { reject(new DOMException("The task was canceled.", "AbortError")); }, { once: true }); });
  try {
    connection.listen();
    const answer: unknown = await Promise.race([options.task.then((task) => connection.sendRequest(methods.run, task)), died, aborted, watch.overstepped.catch((error: unknown) => { throw guestError(error instanceof Error ? error.message : String(error)); })]);
    const parsed = z.safeParse(agentResultSchema, answer);
    if (!parsed.success) throw guestError(`answered nonsense: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  } catch (error) {
    // What an agent passes on of ours is told as we told it.
    if (error instanceof ResponseError) throw told.get(error.message) ?? guestError(`failed: ${error.message}`);
    throw error;
  } finally {
    died.catch(() => undefined);
    aborted.catch(() => undefined);
    watch.stop();
    connection.dispose();
    child.kill("SIGKILL");
  }
}

let bubblewrap: Promise<boolean> | undefined;

/** Whether this machine lets bubblewrap run, found out once: it can be installed and forbidden. */
function bubblewrapWorks(): Promise<boolean> {
  bubblewrap ??= probeBackend("bubblewrap").then((report) => report.available);
  return bubblewrap;
}

function guestError(what: string): UserError {
  return new UserError("guest", `The agent ${what.trim().replaceAll(/\s*\n\s*/g, " ")}`, "Nothing more was changed; start the task again.");
}

async function guestCommand({ folder, execPath }: GuestOptions): Promise<{ readonly file: string; readonly args: readonly string[]; readonly environment: Record<string, string> }> {
  const real = await realpath(folder);
  const args = [`--max-old-space-size=${guestLimits.memoryMiB / 2}`, "--permission", `--allow-fs-read=${real}`, join(real, "guest.cjs")];
  const environment: Record<string, string> = process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" };
  // The shipped generation may run under the permission model alone where there is no bubblewrap.
  const argv = guestArgv({ node: execPath, folder: real, args, environment });
  argv.catch(() => undefined); // counts only where bubblewrap works
  return (await bubblewrapWorks()) ? { ...(await argv), environment: {} } : { file: execPath, args, environment };
}

/** Answers the guest's calls. Returns the failures that it was told, by their text. */
function serve(connection: MessageConnection, host: Host, watch: GuestWatch): ReadonlyMap<string, Error> {
  const told = new Map<string, Error>();
  const on = <Schema extends z.ZodMiniType>(method: string, schema: Schema, answer: (params: z.infer<Schema>) => Promise<unknown>): void => {
    connection.onRequest(method, async (params: unknown) => {
      const ended = watch.call();
      try {
        const parsed = z.safeParse(schema, params);
        if (!parsed.success) return new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(parsed.error));
        return (await answer(parsed.data)) ?? null;
      } catch (error) {
        if (error instanceof Error) told.set(describeError(error), error);
        return new ResponseError(ErrorCodes.InternalError, describeError(error));
      } finally {
        ended();
      }
    });
  };
  on(methods.complete, completionRequestSchema, host.complete);
  on(methods.list, z.unknown(), host.repository.list);
  on(methods.read, readParamsSchema, ({ path }) => host.repository.read(path));
  on(methods.search, searchParamsSchema, host.repository.search);
  on(methods.symbols, symbolsParamsSchema, ({ name }) => host.repository.symbols(name));
  on(methods.propose, proposeParamsSchema, host.propose);
  on(methods.command, commandParamsSchema, ({ command, on }) => host.run(command, on));
  on(methods.news, z.unknown(), host.news);
  on(methods.emit, agentEventSchema, host.emit);
  return told;
}
