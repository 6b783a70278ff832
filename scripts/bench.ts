import { stat } from "node:fs/promises";
import { join } from "node:path";
import { activationFigures } from "../test/bench/activation.bench.ts";
import { applyPatchFigures } from "../test/bench/apply-patch.bench.ts";
import { hunkFigures } from "../test/bench/hunks.bench.ts";
import { type Figure, sized } from "../test/bench/measure.ts";
import { modelClientFigures } from "../test/bench/model-client.bench.ts";
import { sandboxFigures } from "../test/bench/sandbox.bench.ts";
import { packVsix } from "./build/vsix.ts";
import { distFolder, setupCache } from "./paths.ts";
import { withSurroundings } from "./setup/set-up.ts";

/** Prints the product's figures beside their goals. It is no test: a slow machine fails nothing. */

async function bundleFigures(): Promise<Figure[]> {
  const size = async (name: string): Promise<number> => (await stat(join(distFolder, name))).size;
  return [sized("start-up bundle", 60_000, await size("extension.cjs")), sized("page", 200_000, await size("page.js"))];
}

async function packageFigures(): Promise<Figure[]> {
  const { bytes, files } = await packVsix();
  return [sized("VSIX", 6_000_000, bytes), { name: "files in the VSIX", goal: "≤ 40", value: String(files), met: files <= 40 }];
}

// Packing builds first, so it comes first.
const packed = await packageFigures();
const sandboxes = await withSurroundings(setupCache, ({ environment: { UNIFIED_DGM_DOCKER_HOST: dockerSocket, UNIFIED_DGM_SANDBOX_IMAGE: image } }) =>
  sandboxFigures({ ...(dockerSocket !== undefined && { dockerSocket }), ...(image !== undefined && { image }) }));
const figures = [...(await bundleFigures()), ...packed, ...activationFigures(), ...hunkFigures(), ...applyPatchFigures(), ...(await modelClientFigures()), ...sandboxes];
console.table(Object.fromEntries(figures.map(({ name, goal, value, met }) => [name, { goal, value, met: met ? "yes" : "no" }])));
