import { execFile } from "node:child_process";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { hunkFigures } from "../test/bench/hunks.bench.ts";
import { type Figure, sized } from "../test/bench/measure.ts";
import { build } from "./build/build.ts";
import { distFolder, repositoryRoot } from "./paths.ts";

/** Prints the product's figures beside their goals. It is no test: a slow machine fails nothing. */

async function bundleFigures(): Promise<Figure[]> {
  const size = async (name: string): Promise<number> => (await stat(join(distFolder, name))).size;
  return [sized("start-up bundle", 60_000, await size("extension.cjs")), sized("page", 200_000, await size("page.js"))];
}

async function packageFigures(): Promise<Figure[]> {
  const folder = join(repositoryRoot, ".cache");
  const file = join(folder, "unified-dgm.vsix");
  await mkdir(folder, { recursive: true });
  await rm(file, { force: true });
  const run = promisify(execFile);
  await run("vsce", ["package", "--no-dependencies", "--skip-license", "--out", file], { cwd: repositoryRoot });
  const { stdout } = await run("vsce", ["ls", "--no-dependencies"], { cwd: repositoryRoot });
  const files = stdout.split("\n").filter((line) => line !== "").length;
  return [sized("VSIX", 6_000_000, (await stat(file)).size), { name: "files in the VSIX", goal: "≤ 40", value: String(files), met: files <= 40 }];
}

await build(() => undefined);
const figures = [...(await bundleFigures()), ...(await packageFigures()), ...hunkFigures()];
console.table(Object.fromEntries(figures.map(({ name, goal, value, met }) => [name, { goal, value, met: met ? "yes" : "no" }])));
