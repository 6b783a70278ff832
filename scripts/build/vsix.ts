import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildCache, repositoryRoot } from "../paths.ts";
import { runOrThrow } from "../process/run.ts";

/** A packed extension. */
export interface Vsix {
  readonly path: string;
  readonly bytes: number;
  /** How many files are in it, the two that the format itself adds left out. */
  readonly files: number;
}

/** Packs what `build` has built into `.cache/unified-dgm.vsix`. Rejects with `CommandError` where vsce refuses. */
export async function packVsix(): Promise<Vsix> {
  await mkdir(buildCache, { recursive: true });
  const path = join(buildCache, "unified-dgm.vsix");
  const vsce = join(repositoryRoot, "node_modules", "@vscode", "vsce", "vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", path];
  await runOrThrow(process.execPath, [vsce, "package", ...options], { cwd: repositoryRoot });
  const listed = await runOrThrow(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: repositoryRoot });
  return { path, bytes: (await stat(path)).size, files: listed.trim().split("\n").length };
}
