/**
 * What a package's own code and its tests show of a value: which types flow into it and how it is used. Evidence is a tree, because an
 * object's properties and a list's elements are values too, and a graph, because one value is handed on to others.
 */
export interface Evidence {
  /** Printed types of values that were assigned or passed. */
  readonly types: Set<string>;
  /** What `typeof`, `instanceof` and `Array.isArray` ask. */
  readonly guards: Set<string>;
  /** What typed functions take it as. */
  readonly wanted: Set<string>;
  /** Other values that flow into this one. */
  readonly links: Set<Evidence>;
  /** Other values that this one flows into, whose use is a use of this one. */
  readonly flowsTo: Set<Evidence>;
  readonly properties: Map<string, Evidence>;
  /** Methods and properties that are read. */
  readonly reads: Set<string>;
  elements: Evidence | undefined;
  references: number;
  /** How many object literals flow into it. */
  literals: number;
  /** As a member: in how many of its owner's literals it is, and whether it is assigned by itself. */
  inLiterals: number;
  assigned: boolean;
  isArray: boolean;
  isObject: boolean;
  indexed: boolean;
  /** Indexed by a text that only running shows: no string or number. */
  keyed: boolean;
  /** Indexed by a number. */
  listed: boolean;
  called: boolean;
  arithmetic: boolean;
  nullable: boolean;
  /** Left out by a caller, or assigned undefined. */
  absent: boolean;
  /** An argument that a caller leaves out. */
  omitted: boolean;
}

export function newEvidence(): Evidence {
  return { types: new Set(), guards: new Set(), wanted: new Set(), links: new Set(), flowsTo: new Set(), properties: new Map(), reads: new Set(), elements: undefined, references: 0, literals: 0, inLiterals: 0, assigned: false, isArray: false, isObject: false, indexed: false, keyed: false, listed: false, called: false, arithmetic: false, nullable: false, absent: false, omitted: false };
}

export function propertyOf(evidence: Evidence, name: string): Evidence {
  let found = evidence.properties.get(name);
  if (found === undefined) evidence.properties.set(name, (found = newEvidence()));
  return found;
}

export function elementsOf(evidence: Evidence): Evidence {
  return (evidence.elements ??= newEvidence());
}

/** Everything known of a value, what flows into it included. */
function closure(evidence: Evidence, seen = new Set<Evidence>()): ReadonlySet<Evidence> {
  if (seen.has(evidence)) return seen;
  seen.add(evidence);
  for (const link of evidence.links) closure(link, seen);
  return seen;
}

function downstream(evidence: Evidence, seen = new Set<Evidence>(), left = 3): ReadonlySet<Evidence> {
  if (seen.has(evidence)) return seen;
  seen.add(evidence);
  if (left > 0) for (const next of evidence.flowsTo) downstream(next, seen, left - 1);
  return seen;
}

const DEEPEST = 2;
const LONGEST = 240;
const MOST_FIELDS = 24;
/** What no text is a key of, beside the methods that they have. */
export const PRIMITIVES: readonly string[] = ["string", "number", "boolean", "true", "false", "symbol", "bigint"];
export const ANY_FUNCTION = "(...args: any[]) => any";

/** The union of what flows into a value, as a type's text; "" when nothing is known. */
export function flowType(evidence: Evidence, depth = 0): string {
  const all = [...closure(evidence)];
  const parts = new Set<string>();
  for (const one of all) for (const type of [...one.types, ...one.guards]) parts.add(type);
  if (evidence.keyed) for (const primitive of PRIMITIVES) if (!evidence.guards.has(primitive)) parts.delete(primitive);
  const shape = shapeType(all, depth);
  if (shape !== "") parts.add(shape);
  if (parts.has("boolean")) ["true", "false"].forEach((literal) => parts.delete(literal));
  if (parts.size === 0) return all.some((one) => one.nullable) ? "null" : "";
  if (all.some((one) => one.nullable)) parts.add("null");
  const text = union(parts);
  return depth > 0 && (parts.size > 4 || text.length > LONGEST) ? "unknown" : text;
}

export function union(parts: Iterable<string>): string {
  const list = [...new Set([...parts].filter((part) => part !== ""))];
  if (list.includes("any")) return "any";
  if (list.includes("unknown")) return "unknown";
  const useful = list.filter((part) => !isCovered(part, list));
  const last = useful.filter((part) => part === "null" || part === "undefined");
  const first = useful.filter((part) => part !== "null" && part !== "undefined");
  return [...first, ...last].map((part) => (useful.length > 1 && /=>/.test(part) && !/^[({[].*[)}\]]$/.test(part) ? `(${part})` : useful.length > 1 && part.includes("=>") ? `(${part})` : part)).join(" | ");
}

/** Does another member of a union say the same and more? */
function isCovered(part: string, list: readonly string[]): boolean {
  const isList = part.endsWith("[]");
  if (part === "never[]") return list.some((other) => other !== part && other.endsWith("[]"));
  if (isList && part !== "unknown[]" && list.includes("unknown[]")) return true;
  if (isList && part !== "any[]" && list.includes("any[]")) return true;
  if (part !== "object" && list.includes("object")) return isList || /^(Record<|\{)/.test(part);
  return /^\{.*\}$/.test(part) && list.some((other) => other.startsWith("Record<string, unknown>"));
}

function known(evidence: Evidence): boolean {
  return [...closure(evidence)].some((one) => one.types.size > 0 || one.isArray || one.isObject || one.nullable);
}

function shapeType(all: readonly Evidence[], depth: number): string {
  const isArray = all.some((one) => one.isArray);
  const isObject = all.some((one) => one.isObject);
  if (!isArray && !isObject) return "";
  const elements = all.flatMap((one) => one.elements ?? []);
  const merged = newEvidence();
  elements.forEach((one) => merged.links.add(one));
  const element = depth >= DEEPEST ? "unknown" : flowType(merged, depth + 1) || "unknown";
  const list = isArray ? arrayOf(element) : "";
  if (!isObject) return list;
  const properties = new Map<string, Evidence[]>();
  for (const one of all) for (const [name, value] of one.properties) if (known(value)) properties.set(name, [...(properties.get(name) ?? []), value]);
  if (elements.length > 0 && !isArray) {
    const values = newEvidence();
    [...elements, ...[...properties.values()].flat()].forEach((one) => values.links.add(one));
    return `Record<string, ${depth >= DEEPEST ? "unknown" : flowType(values, depth + 1) || "unknown"}>`;
  }
  if (properties.size === 0 || depth >= DEEPEST) return union([list, "Record<string, unknown>"]);
  const literals = all.reduce((sum, one) => sum + one.literals, 0);
  const fields = [...properties].map(([name, values]) => {
    const value = newEvidence();
    values.forEach((one) => value.links.add(one));
    const inLiterals = values.reduce((sum, one) => sum + one.inLiterals, 0);
    const always = (values.some((one) => one.assigned) || inLiterals >= literals) && !values.some((one) => one.absent);
    return `${memberName(name)}${always ? "" : "?"}: ${flowType(value, depth + 1) || "unknown"}`;
  });
  const text = `{ ${fields.join("; ")} }`;
  return union([list, text.length > (depth === 0 ? LONGEST * 20 : LONGEST * 2) ? "Record<string, unknown>" : text]);
}

const memberName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** What a value must be for the way it is used; "" when that says nothing. */
export function usageType(evidence: Evidence, depth = 0): string {
  if (depth > DEEPEST) return "";
  const all = [...downstream(evidence)];
  const reads = new Set(all.flatMap((one) => [...one.reads]));
  if (all.some((one) => one.called)) return ANY_FUNCTION;
  const [wanted] = all.flatMap((one) => [...one.wanted]);
  if (depth > 0 && wanted !== undefined) return wanted;
  if (all.some((one) => one.arithmetic) && reads.size === 0) return "number";
  if (reads.size === 0) return all.some((one) => one.listed) ? "unknown[]" : all.some((one) => one.indexed) ? "Record<string, unknown>" : "";
  const every = (prototype: object): boolean => [...reads].every((name) => name in prototype);
  const isList = all.some((one) => one.isArray);
  if (every(String.prototype) && !isList && !(every(Array.prototype) && all.some((one) => one.listed))) return "string";
  if (every(Array.prototype)) {
    const elements = all.flatMap((one) => one.elements ?? []);
    const element = elements.map((one) => flowType(one, depth + 1) || usageType(one, depth + 1)).find((type) => type !== "");
    return arrayOf(element ?? "unknown");
  }
  if (every(RegExp.prototype)) return "RegExp";
  if (every(Number.prototype)) return "number";
  if (all.some((one) => one.indexed) || reads.size > MOST_FIELDS || depth >= DEEPEST) return "Record<string, unknown>";
  const fields = [...reads].map((name) => {
    const children = all.flatMap((one) => one.properties.get(name) ?? []);
    const merged = newEvidence();
    children.forEach((one) => merged.links.add(one));
    const parts = union([flowType(merged, depth + 1) || usageType(merged, depth + 1)]) || "unknown";
    const absent = children.some((one) => one.absent);
    return `${memberName(name)}${absent ? "?" : ""}: ${parts}`;
  });
  const text = `{ ${fields.join("; ")} }`;
  return text.length > LONGEST * 3 ? "Record<string, unknown>" : text;
}

export function arrayOf(element: string): string {
  return /[|&]|=>|^(typeof|keyof|new) /.test(element) ? `(${element})[]` : `${element}[]`;
}

export { closure as connected };
