import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the command; the parent's when absent. */
  readonly env?: NodeJS.ProcessEnv;
  /** Also keep the output here (appended). */
  readonly logFile?: string;
  /** Told each whole line of the output as it comes, without its line break. */
  readonly onLine?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** 128 + signal number is not guessed: a command that a signal ended has code 1. */
  readonly code: number;
  /** stdout and stderr as they came, cut to the last 200,000 characters. */
  readonly output: string;
}

const keptCharacters = 200_000;

/** Runs a command to its end, whatever its exit code. Throws only where it cannot start. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const { cwd, env, logFile, onLine, signal } = options;
    if (logFile !== undefined) mkdirSync(dirname(logFile), { recursive: true });
    const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
    log?.write(`$ ${[command, ...args].join(" ")}\n`);
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      // On Windows npm is a batch file.
      shell: process.platform === "win32" && command === "npm",
      ...(cwd !== undefined && { cwd }),
      ...(env !== undefined && { env }),
      ...(signal !== undefined && { signal }),
    });
    const endWithUs = (): void => { child.kill(); };
    process.once("exit", endWithUs);
    let output = "";
    const take = (chunk: string): void => {
      output = (output + chunk).slice(-keptCharacters);
      log?.write(chunk);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", take);
      if (onLine !== undefined) createInterface(stream).on("line", onLine);
    }
    child.on("error", (error) => {
      log?.end();
      reject(error);
    });
    child.on("close", (code) => {
      process.off("exit", endWithUs);
      log?.end();
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The command failed: its name, its exit code and the end of what it printed. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Runs a command that must succeed, and returns its output. Throws `CommandError`. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code === 0) return output;
  const log = options.logFile === undefined ? "" : ` (whole log: ${options.logFile})`;
  throw new CommandError(`${[command, ...args].join(" ")} ended with ${code}${log}:\n${output.split("\n").slice(-30).join("\n")}`);
}
