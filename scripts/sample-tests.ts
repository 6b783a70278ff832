import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileEdit } from "../engine/language/file-edit.ts";
import { pickSandbox } from "../sandbox/pick.ts";
import { defaultPolicy } from "../sandbox/policy.ts";
import { repositoryRoot } from "./paths.ts";

export interface TestRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Writes a refactoring's edits, as accepted proposals would be. */
export async function writeEdits(folder: string, edits: readonly FileEdit[]): Promise<void> {
  for (const edit of edits) {
    if (edit.kind !== "write") await rm(join(folder, edit.kind === "move" ? edit.from : edit.path));
    if (edit.kind === "delete") continue;
    const target = join(folder, edit.kind === "move" ? edit.to : edit.path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, edit.text);
  }
}

/** Runs a command of a sample in the sandbox, where its own `node_modules/.bin` is on the PATH. */
export async function runOwnTests(folder: string, command: string): Promise<TestRun> {
  const modules = join(repositoryRoot, "node_modules");
  const sandbox = await pickSandbox("bubblewrap");
  let output = "";
  const policy = { ...defaultPolicy(folder), readable: [modules], pathPrefix: [join(folder, "node_modules", ".bin"), join(modules, ".bin")], timeoutMs: 120_000 };
  try {
    const { exitCode } = await sandbox.run({ command, policy, onOutput: (_, text) => { output += text; } });
    return { exitCode, output };
  } finally {
    await sandbox.dispose();
  }
}

/** "872 pass", read from what tape or mocha printed; the exit code where they printed no sum. */
export function summarizeTests({ exitCode, output }: TestRun): string {
  const count = (word: string): number => Number(new RegExp(`# ${word}\\s+(\\d+)`).exec(output)?.[1] ?? new RegExp(`(\\d+) ${word}ing`).exec(output)?.[1] ?? 0);
  const failed = count("fail");
  if (exitCode !== 0 && failed === 0) return `exit code ${exitCode ?? "none"}`;
  return failed === 0 ? `${count("pass")} pass` : `${count("pass")} pass, ${failed} fail`;
}
