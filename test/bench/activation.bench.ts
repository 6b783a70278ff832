import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod/mini";
import { distFolder } from "../../scripts/paths.ts";
import type { Figure } from "./measure.ts";

const GOAL = 20;
const RUNS = 20;

/** Loads the start-up bundle over an API that answers everything with itself, and prints the milliseconds until `activate` returned. */
const script = `
const Module = require("node:module");
const load = Module._load;
const api = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.iterator ? function* () {} : key === Symbol.toPrimitive || key === "toString" ? () => "" : key === "length" ? 0 : key === "then" ? undefined : api),
  set: () => true, apply: () => api, construct: () => api,
});
Module._load = (name, ...rest) => (name === "vscode" ? api : load(name, ...rest));
const start = performance.now();
require(process.argv[1]).activate({ subscriptions: [], extensionUri: api, secrets: api, globalState: api });
console.log(performance.now() - start);
process.exit(0);
`;

/** What the extension itself takes when VS Code starts: loading its bundle and activating, each time in a fresh process; VS Code's part is not in it. */
export function activationFigures(): Figure[] {
  const times = Array.from({ length: RUNS }, () => z.coerce.number().parse(execFileSync(process.execPath, ["-e", script, join(distFolder, "extension.cjs")], { encoding: "utf8" }))).sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return [{ name: "load and activate()", goal: `< ${GOAL} ms`, value: `${at(0.95).toFixed(1)} ms (median ${at(0.5).toFixed(1)})`, met: at(0.95) < GOAL }];
}
