import { setImmediate } from "node:timers/promises";
import ts from "typescript";
import { gather, type Facts } from "./gather.ts";
import { finish, ladderFor } from "./ladder.ts";
import { annotateSlotOf } from "./slot-of.ts";
import { solve } from "./solve.ts";
import { slotCost } from "./cost.ts";
import { fieldsOf, widenFields } from "./fields.ts";
import { bare, isFunction, nodeAt, parentOf, walk } from "./syntax.ts";
import { assertPresent, NULLNESS, repair } from "./repair.ts";
import { slotKey, typeOf, type Slot } from "./slot.ts";
import type { Problem, Workbench } from "./workbench.ts";

/**
 * Replaces `any` by what the code shows. First every slot gets a ladder of types and starts at the tightest, and `solve` widens what causes
 * errors: quick, but it blames too many. Then each slot that is still loose is tried alone, the costliest first, in passes, because each pass
 * sees better types around it than the one before. `milliseconds` bounds the processor time.
 */
export async function tighten(bench: Workbench, callers: readonly string[], milliseconds: number, progress: (share: number) => void): Promise<void> {
  const isOver = budget(milliseconds);
  laddersNow(bench, callers); // counts the references, by which the cost is weighed
  const before = cost(bench);
  const restore = bench.remember();
  giveLadders(bench, callers);
  await solve(bench);
  if (cost(bench) >= before) restore();
  const failed = new Set<string>();
  for (let pass = 0; pass < 4 && !isOver(); pass++) {
    const atStart = cost(bench);
    if (pass === 2) failed.clear();
    await oneByOne(bench, callers, isOver, failed, (share) => {
      progress((pass + share) / 4);
    });
    // A file's errors can depend on which file is checked first; the order of the compiler decides.
    await solve(bench);
    if (cost(bench) > atStart - 1) break;
  }
  await dropNeedless(bench);
  bench.refresh();
}

/** Takes out every `!` and puts back those that an error asks for: types that came later made some needless. */
async function dropNeedless(bench: Workbench): Promise<void> {
  const restore = bench.remember();
  const before = cost(bench);
  for (const slot of bench.slots.values()) if (slot.kind === "non_null") Object.assign(slot, { ladder: ["", "!"], rung: 0 });
  await solve(bench);
  if (cost(bench) > before) restore();
}

/** True once that much processor time is used, or four times that by the clock: a busy machine should not cost types. */
function budget(milliseconds: number): () => boolean {
  const started = process.cpuUsage();
  const clock = Date.now();
  return () => {
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000 > milliseconds || Date.now() - clock > 4 * milliseconds;
  };
}

/** Tries each loose slot alone, tightest type first, and keeps the first type that is worth what it needs elsewhere. */
async function oneByOne(bench: Workbench, callers: readonly string[], isOver: () => boolean, failed: Set<string>, progress: (share: number) => void): Promise<void> {
  const ladders = laddersNow(bench, callers);
  const loose = [...ladders].filter(([slot]) => slotCost(slot) > 0).sort(([a], [b]) => slotCost(b) - slotCost(a));
  for (const [index, [slot, ladder]] of loose.entries()) {
    if (index % 8 === 0) await setImmediate();
    if (isOver()) return;
    progress(index / loose.length);
    if (!bench.holds(slot) || slotCost(slot) === 0) continue;
    const restore = bench.remember();
    const before = cost(bench);
    const isWorth = (type: string): boolean => {
      restore();
      const key = `${slotKey(slot.path, slot.kind, slot.start, slot.name)}|${type}`;
      if (type === typeOf(slot) || failed.has(key)) return false;
      slot.ladder = finish([type]);
      slot.rung = 0;
      if (cost(bench) < before && settles(bench, slot, type) && cost(bench) < before) return true;
      failed.add(key);
      return false;
    };
    const found = ladder.some((type) => isWorth(type) || refine(bench, slot, type, restore).some(isWorth));
    if (!found) restore();
  }
}

/** An object type that fails only for some members: the same with those widened, one step and two. */
function refine(bench: Workbench, slot: Slot, type: string, restore: () => void): readonly string[] {
  const refined: string[] = [];
  for (let current: string | undefined = type; refined.length < 2 && fieldsOf(current) !== undefined; ) {
    restore();
    slot.ladder = finish([current]);
    slot.rung = 0;
    current = widenFields(current, membersIn(bench.check(slot.path).filter((problem) => !NULLNESS.has(problem.code))));
    if (current === undefined) break;
    refined.push(current);
  }
  return refined;
}

/** The names of the members that errors are about. */
function membersIn(problems: readonly Problem[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const problem of problems) {
    const node = nodeAt(problem.file, problem.start, problem.length);
    const note = (found: ts.Node): undefined => {
      if (ts.isPropertyAccessExpression(found)) names.add(found.name.text);
      if (ts.isPropertyAssignment(found) || ts.isShorthandPropertyAssignment(found)) names.add(found.name.getText());
      return undefined;
    };
    walk(node, note);
    for (let above = node; ts.isExpression(above) || ts.isPropertyAssignment(above); above = above.parent) note(above);
  }
  return names;
}

/** How much help at single uses a better type may need. */
const MOST_ASSERTIONS = 20;
const MOST_REPAIRS = 2;

/** Can the errors that a type causes be helped at their places, without widening it again? */
function settles(bench: Workbench, slot: Slot, type: string): boolean {
  for (let round = 0; round < 3; round++) {
    const problems = bench.check(slot.path, MOST_ASSERTIONS);
    if (problems.length === 0) return typeOf(slot) === type && bench.holds(slot);
    const others = problems.filter((problem) => !NULLNESS.has(problem.code)).length;
    if (problems.length > MOST_ASSERTIONS || others > MOST_REPAIRS || round === 2) return false;
    for (const problem of problems) {
      const node = nodeAt(problem.file, problem.start, problem.length);
      if (NULLNESS.has(problem.code) ? !assertPresent(bench, node) : !repair(bench, problem)) return false;
    }
  }
  return false;
}

export const cost = (bench: Workbench): number => [...bench.slots.values()].reduce((sum, slot) => sum + slotCost(slot), 0);

function giveLadders(bench: Workbench, callers: readonly string[]): void {
  for (const [slot, ladder] of laddersNow(bench, callers)) {
    slot.ladder = ladder;
    slot.rung = 0;
  }
}

/** What to try for every slot, by what the program shows now. */
function laddersNow(bench: Workbench, callers: readonly string[]): ReadonlyMap<Slot, readonly string[]> {
  bench.refresh();
  const { project } = bench;
  const options = project.options();
  project.setOptions({ ...options, allowJs: true });
  const program = project.program();
  const own = new Set(bench.paths);
  const isOwn = (node: ts.Node): boolean => own.has(project.relativePath(node.getSourceFile().fileName) ?? "");
  const files = [...bench.paths, ...callers].flatMap((path) => program.getSourceFile(project.fileName(path)) ?? []);
  const facts = gather(program, files, isOwn);
  const ladders = new Map<Slot, readonly string[]>();
  for (const file of files.filter(isOwn)) {
    walk(file, (node) => {
      if (isFunction(node)) markOptional(bench, node, facts);
      for (const slot of annotateSlotOf(bench, node)) {
        if (ladders.has(slot) || slot.kind === "suppression") continue;
        if (facts.has(node) || (slot.kind === "cast" && ts.isExpression(node) && ts.isVariableDeclaration(parentOf(node)))) slot.references = facts.get(ts.isExpression(node) ? parentOf(node) : node)?.references ?? 0;
        const ladder = ladderOf(slot, node, facts);
        if (ladder !== undefined) ladders.set(slot, ladder);
      }
      return undefined;
    });
  }
  project.setOptions(options);
  return ladders;
}

/** Parameters that callers leave out, from the last one on. */
function markOptional(bench: Workbench, declaration: ts.FunctionLikeDeclaration, facts: Facts): void {
  for (const parameter of declaration.parameters.toReversed()) {
    const [slot] = annotateSlotOf(bench, parameter);
    if (parameter.initializer !== undefined || parameter.dotDotDotToken !== undefined || slot?.optional === true) continue;
    if (slot?.kind !== "parameter" || facts.get(parameter)?.omitted !== true) return;
    slot.optional = true;
  }
}

function ladderOf(slot: Slot, node: ts.Node, facts: Facts): readonly string[] | undefined {
  if (slot.kind === "cast" || slot.kind === "non_null") return ts.isExpression(node) && bare(node) === node ? castLadder(node, slot.kind === "cast" ? facts : undefined) : undefined;
  if (slot.kind === "this") return finish(["unknown"]);
  const declares = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || isFunction(node);
  if (!declares) return undefined;
  const isCallback = ts.isParameter(node) && slot.kind === "parameter" && (ts.isFunctionExpression(node.parent) || ts.isArrowFunction(node.parent)) && ts.isCallExpression(parentOf(node.parent));
  const canInfer = isCallback || (ts.isVariableDeclaration(node) && node.initializer !== undefined && slot.kind === "variable") || slot.kind === "return";
  return ladderFor(node, facts.get(node), canInfer);
}

/** An object or list that starts empty, or grows, is asserted to be what it becomes. */
function castLadder(node: ts.Expression, facts: Facts | undefined): readonly string[] {
  const parent = parentOf(node);
  const evidence = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? facts?.get(parent) : undefined;
  const isList = ts.isArrayLiteralExpression(node);
  const isObject = ts.isObjectLiteralExpression(node);
  const shown = evidence !== undefined && (isList || isObject || node.kind === ts.SyntaxKind.NullKeyword) ? ladderFor(parent, evidence, false) : [];
  const empty = isList && node.elements.length === 0 ? ["string[]", "unknown[]", "any[]"] : isObject && node.properties.length === 0 ? ["Record<string, boolean>", "Record<string, string>", "Record<string, unknown>", "Record<string, any>"] : [];
  return finish(["", ...shown.filter((type) => type !== "unknown"), ...empty]);
}
