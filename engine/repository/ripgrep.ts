import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, sep } from "node:path";
import { TEXT_FILE_LIMIT } from "./text-file.ts";

const EXECUTABLE = process.platform === "win32" ? "rg.exe" : "rg";

/** Where VS Code keeps its ripgrep under `env.appRoot`: since 1.122 one package for all platforms, before it one per platform. */
const BUNDLED = ["node_modules", "node_modules.asar.unpacked"].flatMap((modules) => [
  join(modules, "@vscode", "ripgrep-universal", "bin", `${process.platform}-${process.arch}`, EXECUTABLE),
  join(modules, "@vscode", "ripgrep", "bin", EXECUTABLE),
  join(modules, "vscode-ripgrep", "bin", EXECUTABLE),
]);

/**
 * The path of a ripgrep: the editor's own, else the one on the PATH; undefined where there is none. Relative folders of the PATH and
 * node_modules/.bin, which npm and npx put there, are passed over, because they may belong to the workspace.
 */
export async function findRipgrep(appRoot?: string, path: string = process.env["PATH"] ?? ""): Promise<string | undefined> {
  const bundled = appRoot === undefined ? [] : BUNDLED.map((place) => join(appRoot, place));
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder) && !folder.split(sep).includes("node_modules"));
  for (const candidate of [...bundled, ...folders.map((folder) => join(folder, EXECUTABLE))]) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What a command line may have of paths, in characters: Windows takes 32,767 in all. */
const COMMAND_LINE_LIMIT = process.platform === "win32" ? 24_000 : 100_000;

export interface RipgrepOptions {
  readonly ripgrep: string;
  readonly ignoreCase: boolean;
  readonly signal: AbortSignal;
  /** Milliseconds after which it is ended, as when a pipe took a file's place; 20 s unless said otherwise. */
  readonly timeLimit?: number;
}

/**
 * Those of `files` in which a line matches a pattern in ripgrep's notation. No configuration of ripgrep is read, and nothing is searched but `files`.
 * Undefined when ripgrep cannot be run, does not take the pattern or does not end. Rejects when `signal` aborts.
 */
export async function filesWithMatch(root: string, pattern: string, files: readonly string[], options: RipgrepOptions): Promise<readonly string[] | undefined> {
  const flags = [
    "--no-config", "--no-messages", "--no-follow", "--color=never", "--encoding=none", "--text", "--files-with-matches", "--null", "--path-separator=/",
    `--max-filesize=${TEXT_FILE_LIMIT}`, options.ignoreCase ? "--ignore-case" : "--case-sensitive", "-e", pattern, "--",
  ];
  const found: string[] = [];
  for (const batch of batches(files)) {
    const output = await run(root, [...flags, ...batch.map((path) => `./${path}`)], options);
    if (output === undefined) return undefined;
    for (const path of output.split("\0")) if (path !== "") found.push(path.replace(/^\.\//, ""));
  }
  return found;
}

function* batches(files: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const file of files) {
    length += Buffer.byteLength(file) + 4;
    if (length > COMMAND_LINE_LIMIT && batch.length > 0) {
      yield batch;
      batch = [];
      length = Buffer.byteLength(file) + 4;
    }
    batch.push(file);
  }
  if (batch.length > 0) yield batch;
}

function run(root: string, args: readonly string[], { ripgrep, signal, timeLimit = 20_000 }: RipgrepOptions): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const systemRoot = process.env["SystemRoot"];
    const child = spawn(ripgrep, args, { cwd: root, env: systemRoot === undefined ? {} : { SystemRoot: systemRoot }, stdio: ["ignore", "pipe", "pipe"], signal, timeout: timeLimit, killSignal: "SIGKILL", windowsHide: true });
    const output: Buffer[] = [];
    let complained = false;
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    // What it says of files is switched off, so any word is of the pattern or of a flag that it does not know.
    child.stderr.on("data", () => (complained = true));
    child.on("error", (error) => {
      if (signal.aborted) reject(error);
      else resolve(undefined);
    });
    child.on("close", (code) => {
      if (signal.aborted) reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
      else resolve(code === null || complained ? undefined : Buffer.concat(output).toString("utf8"));
    });
  });
}
