import type ts from "typescript";
import { ANY_FUNCTION, connected, flowType, PRIMITIVES, union, usageType, type Evidence } from "./evidence.ts";
import { jsDocType } from "./jsdoc.ts";

/** The types to try for a declaration, tightest first, ending in `any`. */
export function ladderFor(declaration: ts.Node, evidence: Evidence | undefined, inferred: boolean): readonly string[] {
  const rungs: string[] = [];
  if (inferred) rungs.push("");
  const documented = jsDocType(declaration);
  if (documented !== undefined) rungs.push(documented);
  if (evidence !== undefined) rungs.push(...fromEvidence(evidence));
  rungs.push("unknown");
  if (evidence !== undefined) rungs.push(...loose(evidence));
  return finish(rungs);
}

export function finish(rungs: readonly string[]): readonly string[] {
  const useful = rungs.filter((type) => type !== "any" && type !== "null" && type !== "undefined" && type !== "never");
  return [...new Set([...useful, "any"])];
}

function fromEvidence(evidence: Evidence): string[] {
  const all = [...connected(evidence)];
  const flows = flowType(evidence);
  // What is asked of a value before it came here says little of what is indexed here.
  const wanted = union((evidence.indexed ? [evidence] : all).flatMap((one) => [...one.wanted]).filter((type) => !evidence.keyed || !PRIMITIVES.includes(type)).slice(0, 3));
  const used = usageType(evidence);
  const absent = all.some((one) => one.absent);
  const rungs: string[] = [];
  const add = (type: string): void => {
    if (type === "") return;
    if (absent && !/\bundefined$/.test(type)) rungs.push(`${/=>/.test(type) ? `(${type})` : type} | undefined`);
    rungs.push(type);
  };
  add(flows);
  if (/\bany\b/.test(flows)) add(flows.replace(/\bany\b/g, "unknown"));
  if (flows !== "" && used !== "") add(union([flows, used]));
  add(wanted);
  add(used);
  if (/\{/.test(flows) || /Record</.test(flows)) add(flows.replace(/\{[^{}]*\}/g, "Record<string, unknown>"));
  if (/unknown/.test(flows)) rungs.push(flows.replace(/\bunknown\b/g, "any"));
  if (all.some((one) => one.nullable) && flows === "" && used !== "") add(`${used} | null`);
  return rungs;
}

/** Types that say little, but more than `any`. */
function loose(evidence: Evidence): string[] {
  const all = [...connected(evidence)];
  const rungs: string[] = [];
  const flows = flowType(evidence);
  const objectLike = all.some((one) => one.isObject || one.indexed || one.listed || one.reads.size > 0 || one.properties.size > 0);
  if (objectLike) rungs.push("Record<string, unknown>");
  if (all.some((one) => one.isArray) || (all.some((one) => one.indexed) && !objectLike)) rungs.push("unknown[]");
  if (objectLike) rungs.push("Record<string, any>");
  if (all.some((one) => one.isArray || one.indexed || one.listed || one.reads.has("length"))) rungs.push("any[]");
  if (all.some((one) => one.called)) rungs.push(ANY_FUNCTION);
  if (flows.includes("[]") && objectLike) rungs.push("Record<string, any> | any[]");
  return rungs;
}

