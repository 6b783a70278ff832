import { build as bundle } from "esbuild";
import { chmod, mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { distFolder } from "../paths.ts";
import { writeAssets } from "./assets.ts";
import { type Bundle, bundles, esbuildOptions, sourceExists } from "./bundles.ts";

/** A bundle weighs more than what is promised. */
export class BundleTooLargeError extends Error {
  override readonly name = "BundleTooLargeError";
}

/**
 * Builds `dist/` afresh. Rejects with esbuild's error where a source is wrong, with `BundleTooLargeError` where a bundle is too large.
 * @param report shows one line per bundle
 */
export async function build(report: (line: string) => void): Promise<void> {
  await rm(distFolder, { recursive: true, force: true });
  await mkdir(distFolder, { recursive: true });
  const [ready, missing] = [bundles.filter(sourceExists), bundles.filter((each) => !sourceExists(each))];
  for (const { source, output } of missing) report(`dist/${output} is left out: ${source} does not exist yet`);
  await Promise.all([writeAssets(), ...ready.map((each) => bundle(esbuildOptions(each)))]);
  if (ready.some(({ output }) => output === "cli.js")) await chmod(join(distFolder, "cli.js"), 0o755);
  for (const each of ready) await weigh(each, report);
}

async function weigh({ output, limit }: Bundle, report: (line: string) => void): Promise<void> {
  const { size } = await stat(join(distFolder, output));
  report(`dist/${output} ${(size / 1024).toFixed(1)} KB`);
  if (limit !== undefined && size > limit) throw new BundleTooLargeError(`dist/${output} weighs ${(size / 1024).toFixed(1)} KB, and at most ${limit / 1024} KB are promised`);
}
