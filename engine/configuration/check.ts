import * as z from "zod/mini";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { type ConfigurationFile, configurationFileSchema } from "./schema.ts";
import type { Path, Source } from "./source.ts";

export interface Checked {
  readonly values: ConfigurationFile;
  readonly problems: readonly Problem[];
}

/** Checks one source. Only what is wrong is left out; the rest holds. */
export function checkSource({ name, value, position }: Source): Checked {
  const problems: Problem[] = [];
  let rest = value;
  // Each round takes out at least one value, so this ends.
  for (;;) {
    const parsed = z.safeParse(configurationFileSchema, rest, { reportInput: true });
    if (parsed.success) return { values: parsed.data, problems };
    for (const { path, key, message } of parsed.error.issues.flatMap(faults)) {
      problems.push({ file: name, ...position(path, key), message });
      const whole = key === undefined ? path : [...path, key];
      // A value that is missing takes what needs it along.
      rest = without(rest, valueAt(rest, whole) === undefined ? whole.slice(0, -1) : whole);
    }
  }
}

interface Fault {
  readonly path: Path;
  /** The key that is wrong itself, in the map at `path`. */
  readonly key?: string;
  readonly message: string;
}

function faults(issue: z.core.$ZodIssue): readonly Fault[] {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path, key, message: unknownKey(path, key) }));
  return [{ path, message: `${path.length === 0 ? "The configuration" : path.join(".")} ${expectation(issue)}. It is ignored.` }];
}

function unknownKey(path: Path, key: string): string {
  const known = keysAt(path);
  const meant = nearest(key, known);
  const where = path.length === 0 ? "" : ` in ${path.join(".")}`;
  return `There is no key "${key}"${where}. ${meant === undefined ? `Known ones are ${known.join(", ")}` : `Did you mean "${meant}"?`}${meant === undefined ? "." : ""} It is ignored.`;
}

function expectation(issue: z.core.$ZodIssue): string {
  const given = issue.input === undefined ? "is missing" : `is ${shown(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      return `${given}, where ${nouns[issue.expected] ?? issue.expected} is expected`;
    case "invalid_value":
      return `${given}, where one of ${issue.values.map(String).join(", ")} is expected`;
    case "too_small":
      return `${given}, which is below ${String(issue.minimum)}`;
    case "too_big":
      return `${given}, which is above ${String(issue.maximum)}`;
    case "invalid_format":
      return `${given}, where ${issue.format === "url" ? "an http or https address" : "the name of an environment variable"} is expected`;
    case "invalid_union":
      return `${given}, where a model (provider, model…) or a list of models is expected`;
    default:
      return `${given}, which is not allowed here`;
  }
}

const nouns: Readonly<Record<string, string>> = { string: "a text", number: "a number", int: "a whole number", boolean: "true or false", array: "a list", object: "a map of keys" };

function shown(value: unknown): string {
  const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The keys that the schema knows at a path. */
function keysAt(path: Path): readonly string[] {
  let schema: unknown = z.toJSONSchema(configurationFileSchema);
  for (const part of path) schema = step(schema, part);
  const properties = property(schema, "properties");
  return properties === null || typeof properties !== "object" ? [] : Object.keys(properties);
}

function step(schema: unknown, part: string | number): unknown {
  const next = typeof part === "number" ? property(schema, "items") : property(property(schema, "properties"), part);
  const choices = property(next, "anyOf");
  return Array.isArray(choices) ? (choices as readonly unknown[])[0] : next;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => property(at, String(part)), value);
}

/** A copy without the value at a path; the empty path leaves nothing. */
function without(value: unknown, path: Path): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return {};
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => (index !== Number(first) ? [each] : rest.length === 0 ? [] : [without(each, rest)]));
  if (value === null || typeof value !== "object") return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, each]) => (key !== String(first) ? [[key, each]] : rest.length === 0 ? [] : [[key, without(each, rest)]])));
}
