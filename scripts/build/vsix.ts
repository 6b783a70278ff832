import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildCache, repositoryRoot } from "../paths.ts";
import { runOrThrow } from "../process/run.ts";
import { build } from "./build.ts";

/** A packed extension. */
export interface Vsix {
  readonly path: string;
  readonly bytes: number;
  /** How many files are in it, the two that the format itself adds left out. */
  readonly files: number;
}

/** Builds and packs the extension into `.cache/unified-dgm.vsix`; "files" in package.json says what goes in. Rejects where a source is wrong or vsce refuses. */
export async function packVsix(): Promise<Vsix> {
  await build(() => undefined);
  await mkdir(buildCache, { recursive: true });
  const path = join(buildCache, "unified-dgm.vsix");
  const vsce = (...args: string[]): Promise<string> =>
    runOrThrow(process.execPath, [join(repositoryRoot, "node_modules", "@vscode", "vsce", "vsce"), ...args, "--no-dependencies"], { cwd: repositoryRoot });
  await vsce("package", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", path);
  return { path, bytes: (await stat(path)).size, files: (await vsce("ls")).trim().split("\n").length };
}
