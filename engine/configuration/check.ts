import * as z from "zod/mini";
import { expectation, unknownKey } from "./fault-text.ts";
import { MOST_TOLD, type Problem } from "./problem.ts";
import { type ConfigurationFile, configurationFileSchema } from "./schema.ts";
import type { Path, Source } from "./source.ts";
import { originalPath, pointerTo, valueAt, without } from "./without.ts";

const COST = pointerTo(["max_cost"]);

export interface Checked {
  readonly values: ConfigurationFile;
  readonly problems: readonly Problem[];
}

/** Checks one source. Only what is wrong is left out, and what cannot be without it; the rest holds. */
export function checkSource({ name, value, position }: Source): Checked {
  const problems: Problem[] = [];
  const out = new Set<string>();
  // Each round takes out at least one value that is there, so this ends.
  for (;;) {
    const parsed = z.safeParse(configurationFileSchema, without(value, out), { reportInput: true });
    if (parsed.success) return { values: carefully(parsed.data, value), problems };
    const before = new Set(out);
    for (const { path: found, key, message, silent } of parsed.error.issues.flatMap((issue) => faults(issue))) {
      const path = originalPath(value, found, before);
      const whole = key === undefined ? path : [...path, key];
      const missing = key === undefined && (before.has(pointerTo(whole)) || valueAt(value, whole) === undefined);
      out.add(pointerTo(missing ? whole.slice(0, -1) : whole));
      // What is missing because its own fault was told is no second fault.
      if (silent || before.has(pointerTo(whole))) continue;
      problems.push({ file: name, ...position(path, key), message: `${message(path)} ${missing ? `${path.slice(0, -1).join(".")} is ignored.` : pointerTo(whole) === COST ? "Until it is mended, no call that costs is made." : "It is ignored."}` });
      if (problems.length === MOST_TOLD) return { values: carefully({}, value), problems: [...problems, { file: name, ...position([]), message: "There is more that is wrong here, so nothing of it is used." }] };
    }
  }
}

/** A limit on the cost that cannot be read is the lowest one: whoever wrote it did not mean that there is none. */
function carefully(values: ConfigurationFile, value: unknown): ConfigurationFile {
  return values.max_cost === undefined && valueAt(value, ["max_cost"]) !== undefined ? { ...values, max_cost: 0 } : values;
}

interface Fault {
  /** Where, in the value as it was checked. */
  readonly path: Path;
  /** The key that is wrong itself, in the map at `path`. */
  readonly key?: string;
  readonly message: (path: Path) => string;
  /** A section whose keys are all commented out is left out without a word. */
  readonly silent: boolean;
}

function faults(issue: z.core.$ZodIssue, above: Path = []): readonly Fault[] {
  const path = [...above, ...issue.path.filter((part) => typeof part !== "symbol")];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path, key, message: (at) => unknownKey(at, key), silent: false }));
  // A fallback is a model or a list of models: what it looks like, it is meant to be.
  const meant = issue.code === "invalid_union" ? issue.errors.find(([first]) => first === undefined || first.path.length > 0 || first.code !== "invalid_type") : undefined;
  if (meant !== undefined) return meant.flatMap((each) => faults(each, path));
  const silent = issue.code === "invalid_type" && issue.expected === "object" && issue.input === null;
  return [{ path, message: (at) => `${at.length === 0 ? "The configuration" : at.join(".")} ${expectation(issue)}.`, silent }];
}
