import * as z from "zod/mini";
import { nearest } from "./nearest.ts";
import { configurationFileSchema } from "./schema.ts";
import type { Path } from "./source.ts";

/** Says that the map at `path` has no such key, and which one may have been meant. */
export function unknownKey(path: Path, key: string): string {
  const known = keysAt(path);
  const meant = nearest(key, known);
  const where = path.length === 0 ? "" : ` in ${path.join(".")}`;
  return `There is no key "${shortened(key)}"${where}. ${meant === undefined ? `Known ones are ${known.join(", ")}.` : `Did you mean "${meant}"?`}`;
}

/** What is given and what is expected instead, without the end of the sentence. */
export function expectation(issue: z.core.$ZodIssue): string {
  const given = issue.input === undefined ? "is missing" : `is ${shown(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      return `${given}, where ${nouns[issue.expected] ?? issue.expected} is expected`;
    case "invalid_value":
      return `${given}, where one of ${issue.values.map(String).join(", ")} is expected`;
    case "too_small":
      return issue.origin === "string" ? "is empty, where a text is expected" : `${given}, which is below ${String(issue.minimum)}`;
    case "too_big":
      return `${given}, which is above ${String(issue.maximum)}`;
    case "invalid_format":
      // Who pastes the key itself in place of its variable's name must not find it in a log.
      return issue.format === "url" ? `${given}, where an http or https address is expected` : "is not the name of an environment variable (and the key itself belongs in no file)";
    case "invalid_union":
      return `${given}, where a model (provider, model…) or a list of models is expected`;
    default:
      return `${given}, which is not allowed here`;
  }
}

const nouns: Readonly<Record<string, string>> = { string: "a text", number: "a number", int: "a whole number", boolean: "true or false", array: "a list", object: "a map of keys" };

function shown(value: unknown): string {
  if (value === null) return "empty";
  // An address may hold a password, though it be no address that can be used.
  return shortened(typeof value === "number" ? String(value) : JSON.stringify(value).replaceAll(/\/\/[^/\s"]*@/g, "//…@"));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

let published: unknown;

/** The keys that the schema knows at a path. */
function keysAt(path: Path): readonly string[] {
  published ??= z.toJSONSchema(configurationFileSchema);
  const schema = path.reduce(step, published);
  const choices = property(schema, "anyOf");
  const properties = property(Array.isArray(choices) ? (choices as readonly unknown[])[0] : schema, "properties");
  return properties === null || typeof properties !== "object" ? [] : Object.keys(properties);
}

function step(schema: unknown, part: string | number): unknown {
  const choices = property(schema, "anyOf");
  // What may be one or a list: the path says which.
  for (const choice of Array.isArray(choices) ? (choices as readonly unknown[]) : [schema]) {
    const next = typeof part === "number" ? property(choice, "items") : property(property(choice, "properties"), part);
    if (next !== undefined) return next;
  }
  return undefined;
}

function property(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
