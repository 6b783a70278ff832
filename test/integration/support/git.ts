import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { folder } from "./window.ts";

const execute = promisify(execFile);

/** Files of the folder that differ from the last commit, as `git status --porcelain` names them; ours aside. */
export async function changedFiles(): Promise<readonly string[]> {
  const { stdout } = await execute("git", ["status", "--porcelain", "--untracked-files=all", "--", ".", ":!.unified-dgm"], { cwd: folder().fsPath });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Makes the folder's files those of the last commit. */
export async function restoreFiles(): Promise<void> {
  await execute("git", ["checkout", "--quiet", "--", "."], { cwd: folder().fsPath });
  await execute("git", ["clean", "--quiet", "-d", "--force", "--", "."], { cwd: folder().fsPath });
}
