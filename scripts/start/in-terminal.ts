import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import * as z from "zod/mini";
import { distFolder } from "../paths.ts";
import { interruption } from "../process/main.ts";

/** Runs the built command `unified-dgm` in a folder, in this terminal. Resolves with its exit code. */
export async function runInTerminal(folder: string, request: string, approvalMode: string | undefined): Promise<number> {
  const args = [join(distFolder, "cli.js"), ...(approvalMode === undefined ? [] : ["--approval-mode", approvalMode]), "--", request];
  // Ctrl-C is for the command: it cancels its task and ends in its own way.
  void interruption();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "inherit" });
  const [code] = z.tuple([z.nullable(z.number())], z.unknown()).parse(await once(child, "exit"));
  return code ?? 1;
}
