import { cp } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "./paths.ts";
import { runOrThrow } from "./process/run.ts";

/** Copies the sample project (the published package minimist, unmodified) into a folder and puts it under git. */
export async function copySample(folder: string): Promise<void> {
  await cp(join(repositoryRoot, "node_modules", "minimist"), folder, { recursive: true });
  const git = (...args: string[]): Promise<string> => runOrThrow("git", ["-c", "user.name=Sample", "-c", "user.email=sample@localhost", ...args], { cwd: folder });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--message", "The package as it was published");
}
