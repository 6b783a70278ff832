import { setImmediate } from "node:timers/promises";
import ts from "typescript";
import { blame } from "./blame.ts";
import { assertPresent, IMPLICIT_ANY, NULLNESS, repair } from "./repair.ts";
import { isLast } from "./slot.ts";
import { nodeAt } from "./syntax.ts";
import type { Problem, Workbench } from "./workbench.ts";

const MOST_ROUNDS = 120;

/**
 * Checks and widens until the migrated files have no error: a slot that an error is about goes one rung up; where no slot is to blame, a new
 * one is made; what resists both is suppressed with its reason.
 */
export async function solve(bench: Workbench): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await setImmediate();
    const problems = bench.check();
    if (problems.length === 0) return;
    const moved = new Set<string>();
    let changed = false;
    for (const problem of problems) changed = act(bench, problem, moved) || changed;
    if (!changed || round === MOST_ROUNDS - 2) for (const problem of problems) suppress(bench, problem);
  }
}

function act(bench: Workbench, problem: Problem, moved: Set<string>): boolean {
  if (NULLNESS.has(problem.code) && assertPresent(bench, nodeAt(problem.file, problem.start, problem.length))) return true;
  if (!IMPLICIT_ANY.has(problem.code)) {
    const slots = blame(bench, problem);
    for (const slot of slots) {
      const key = `${slot.path}|${slot.kind}|${slot.start}|${slot.name ?? ""}`;
      if (moved.has(key) || isLast(slot)) continue;
      moved.add(key);
      slot.rung++;
    }
    if (slots.length > 0) return true;
  }
  return repair(bench, problem);
}

function suppress(bench: Workbench, problem: Problem): void {
  const base = bench.base(problem.path);
  const at = bench.toBase(problem.path, problem.start);
  const start = base.lastIndexOf("\n", at - 1) + 1;
  const indent = /^[ \t]*/.exec(base.slice(start))?.[0] ?? "";
  bench.slot(problem.path, "suppression", start, { end: start, name: `TS${problem.code}: ${ts.flattenDiagnosticMessageText(problem.message, " ").split("\n")[0] ?? ""}`, glue: indent, ladder: ["yes"] });
}
