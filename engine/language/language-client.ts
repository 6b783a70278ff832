import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { totalmem } from "node:os";
import * as z from "zod/mini";
import { createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { UserError } from "../errors.ts";
import { failureSchema, progressSchema, type RefactorParams, refactorResultSchema, wire } from "./language-wire.ts";
import type { RefactoringResult } from "./project.ts";
import type { Refactoring } from "./refactoring.ts";

export interface RefactorOptions {
  readonly onProgress: (message: string, done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Refactors a workspace in the language process. */
export interface LanguageClient {
  /**
   * The edits that a refactoring would make to the workspace with `overlay` (path to proposed text, null: gone) over it.
   * @throws UserError `bad_input` or `conflict` when it cannot be done as asked, `internal` when the process fails; AbortError when canceled.
   */
  readonly refactor: (refactoring: Refactoring, overlay: ReadonlyMap<string, string | null>, options: RefactorOptions) => Promise<RefactoringResult>;
}

export interface LanguageClientOptions {
  readonly execPath: string;
  /** The process's script: dist/language.cjs. */
  readonly entry: string;
  /** Absolute path of the workspace. */
  readonly root: string;
}

/** MiB of heap for the compiler: a checker over a large workspace needs more than Node's default, a small machine has no more than half to give. */
const heap = Math.round(Math.min(4096, Math.max(1024, totalmem() / 2 ** 21)));
const STDERR_TAIL = 2_000;

/** Each refactoring gets a process of its own: it costs 0.3 s, and neither memory nor a crash is carried over. */
export function createLanguageClient({ execPath, entry, root }: LanguageClientOptions): LanguageClient {
  return {
    refactor: async (refactoring, overlay, { onProgress, signal }) => {
      signal.throwIfAborted();
      // In a session of its own: a terminal's Ctrl-C is for us, who then end the process and say so.
      const child = spawn(execPath, [`--max-old-space-size=${heap}`, entry], { stdio: "pipe", env: environment(), windowsHide: true, detached: process.platform !== "win32" });
      const end = (): void => { child.kill("SIGKILL"); };
      process.once("exit", end); // Busy with a large workspace, it would not see its pipes close.
      try {
        return await ask(child, { root, refactoring, overlay: [...overlay] }, onProgress, signal);
      } finally {
        process.off("exit", end);
        end();
      }
    },
  };
}

async function ask(child: ChildProcessWithoutNullStreams, params: RefactorParams, onProgress: RefactorOptions["onProgress"], signal: AbortSignal): Promise<RefactoringResult> {
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = (stderr + text).slice(-STDERR_TAIL)));
  child.stdin.on("error", () => undefined); // a dead process is reported by its exit
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onNotification(wire.progress, (value: unknown) => {
    const progress = z.safeParse(progressSchema, value);
    if (progress.success) onProgress(progress.data.message, progress.data.done, progress.data.total);
  });
  const failed = Promise.withResolvers<never>();
  child.on("error", (error) => { failed.reject(internalError(`could not start: ${error.message}`)); });
  child.on("close", (code, by) => { failed.reject(internalError(/heap out of memory/i.test(stderr) ? "ran out of memory" : `ended early (${by ?? `exit code ${String(code)}`}). ${stderr}`)); });
  connection.onError(([error]) => { failed.reject(internalError(`sent what is no message: ${error.message}`)); });
  const abort = (): void => { failed.reject(new DOMException("The refactoring was canceled.", "AbortError")); };
  signal.addEventListener("abort", abort, { once: true });
  try {
    connection.listen();
    const answer: unknown = await Promise.race([connection.sendRequest(wire.refactor, params), failed.promise]);
    const parsed = z.safeParse(refactorResultSchema, answer);
    if (!parsed.success) throw internalError(`answered nonsense: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    const failure = z.safeParse(failureSchema, error.data);
    if (failure.success) throw new UserError(failure.data.code, error.message, failure.data.remedy);
    throw internalError(`failed: ${error.message}`);
  } finally {
    signal.removeEventListener("abort", abort);
    failed.promise.catch(() => undefined);
    connection.dispose();
  }
}

/** Nothing of ours that it does not need, keys above all; Windows starts no process without its system folder. */
function environment(): Record<string, string> {
  const passed: Record<string, string> = process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" };
  const systemRoot = process.env["SystemRoot"];
  return systemRoot === undefined ? passed : { ...passed, SystemRoot: systemRoot };
}

function internalError(what: string): UserError {
  return new UserError("internal", `The language process ${what.trim()}`, "Nothing was changed; start the task again, on fewer files if it ran out of memory.");
}
