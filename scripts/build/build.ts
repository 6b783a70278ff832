import { build as bundle } from "esbuild";
import { chmod, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildCache, distFolder } from "../paths.ts";
import { writeAssets } from "./assets.ts";
import { type Bundle, bundles, esbuildOptions } from "./bundles.ts";

/** A bundle could not be built, or weighs more than what is promised. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

export interface BuildSettings {
  /** Whether source maps are written beside the bundles: for development, not to be shipped. */
  readonly maps: boolean;
}

/**
 * Builds `dist/` afresh; the one before stays until all is well. Rejects with `BuildError` where a source
 * is wrong, its errors being printed, and where a bundle is too large.
 * @param report shows one line per bundle
 */
export async function build(report: (line: string) => void, { maps }: BuildSettings = { maps: false }): Promise<void> {
  await mkdir(buildCache, { recursive: true });
  const folder = await mkdtemp(join(buildCache, "dist-"));
  try {
    await Promise.all([writeAssets(folder), ...bundles.map((each) => buildOne(each, folder, maps))]);
    await chmod(join(folder, "cli.js"), 0o755);
    for (const each of bundles) await weigh(each, folder, report);
    await chmod(folder, 0o755);
    await rm(distFolder, { recursive: true, force: true });
    await rename(folder, distFolder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildOne(each: Bundle, folder: string, maps: boolean): Promise<void> {
  try {
    await bundle(esbuildOptions(each, folder, maps));
  } catch (error) {
    throw new BuildError(`dist/${each.output} could not be built`, { cause: error });
  }
}

async function weigh({ output, limit }: Bundle, folder: string, report: (line: string) => void): Promise<void> {
  const { size } = await stat(join(folder, output));
  report(`dist/${output} ${(size / 1024).toFixed(1)} KB`);
  if (limit !== undefined && size > limit) throw new BuildError(`dist/${output} weighs ${(size / 1024).toFixed(1)} KB, and at most ${limit / 1024} KB are promised`);
}
