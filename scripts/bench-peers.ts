// Races the command against published coding agents on one scripted task: node scripts/bootstrap.mjs bench-peers
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { contenders } from "../test/bench/peers/contenders.ts";
import { type Lap, runLap } from "../test/bench/peers/race.ts";
import { build } from "./build/build.ts";
import { distFolder, setupCache } from "./paths.ts";
import { runOrThrow } from "./process/run.ts";

const LAPS = 7;
const PEERS = ["@openai/codex@0.169.0", "@mariozechner/pi-coding-agent@0.73.0"];

const folder = join(setupCache, "peers");
await mkdir(folder, { recursive: true });
await build(() => undefined);
await runOrThrow("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, ...PEERS]);

const field = contenders(join(distFolder, "cli.js"), folder);
// Codex's sandbox finds no home below the temporary folder.
const homes = join(folder, "homes");
await rm(homes, { recursive: true, force: true });
const homeOf = new Map(field.map(({ name }) => [name, join(homes, name)]));
const laps = new Map<string, Lap[]>(field.map(({ name }) => [name, []]));
// In turn, so that what the machine does meanwhile meets all of them; the first lap only warms up.
for (let lap = 0; lap <= LAPS; lap += 1) {
  for (const contender of field) {
    const result = await runLap(contender, homeOf);
    if (lap > 0) laps.get(contender.name)?.push(result);
  }
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const medians = [...laps].map(([name, all]) => {
  const of = (pick: (lap: Lap) => number): number => middle(all.map(pick));
  return { name, wall: of((lap) => lap.wallMs), first: of((lap) => lap.firstRequestMs), bytes: of((lap) => lap.firstRequestBytes), memory: of((lap) => lap.peakMiB), turn: of((lap) => lap.turnMs) };
});
const own = medians[0];
console.table(
  Object.fromEntries(
    medians.map(({ name, wall, first, bytes, memory, turn }) => [
      name,
      { "wall ms": Math.round(wall), "first request after ms": Math.round(first), "first request KB": (bytes / 1_000).toFixed(1), "peak MiB (PSS, all processes)": Math.round(memory), "quickest turn ms": turn.toFixed(1), "wall to ours": (wall / (own?.wall ?? 1)).toFixed(2), "memory to ours": (memory / (own?.memory ?? 1)).toFixed(2) },
    ]),
  ),
);
