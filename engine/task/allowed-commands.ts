import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import * as z from "zod/mini";
import { type AllowRule, type AllowRules, isUsableRule } from "../commands/allow-rules.ts";
import { describeError, UserError } from "../errors.ts";
import { readBeginning } from "../repository/read-beginning.ts";
import { writeAtomically } from "../repository/write-atomically.ts";

/** Bytes. */
const SIZE_LIMIT = 256 * 1024;
const RULES_LIMIT = 500;

const word = z.string().check(z.minLength(1), z.maxLength(1_000));
const fileSchema = z.object({ workspace: z.string(), allowed: z.array(z.array(word).check(z.minLength(1), z.maxLength(50))).check(z.maxLength(RULES_LIMIT)) });

export interface AllowedCommands {
  readonly rules: AllowRules;
  /** Why rules were left out, for the user. */
  readonly warnings: readonly string[];
}

/**
 * The commands that the user allowed in a workspace, from a file in their home, named for the workspace's real path: a repository cannot
 * bring rules of its own. Never rejects: what is broken or too broad counts as no rule, with a warning.
 */
export async function readAllowed(home: string, root: string): Promise<AllowedCommands> {
  try {
    const { path, workspace } = await placeOf(home, root);
    const found = await readBeginning(path, SIZE_LIMIT + 1);
    if (typeof found === "string" || found.size > SIZE_LIMIT) return nothing(`"${path}" is no file of allowed commands. Nothing is allowed by it; delete it.`);
    const file = fileSchema.safeParse(JSON.parse(found.bytes.toString("utf8")));
    if (!file.success || file.data.workspace !== workspace) return nothing(`The allowed commands in "${path}" cannot be read. Nothing is allowed by them; correct or delete the file.`);
    const rules = file.data.allowed.filter(isUsableRule);
    const tooBroad = file.data.allowed.filter((rule) => !isUsableRule(rule));
    return { rules, warnings: tooBroad.map((rule) => `"${rule.join(" ")}" in "${path}" would allow too much and is not obeyed. Delete it there.`) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { rules: [], warnings: [] };
    return nothing(`The allowed commands cannot be read, so nothing is allowed by them: ${describeError(error)}`);
  }
}

/**
 * Allows one more rule in a workspace, beside those that can be read there.
 * @throws UserError `bad_input` for a rule that is too broad, `not_permitted` where the file would lie inside the workspace; the system's error where it cannot be written
 */
export async function writeAllowed(home: string, root: string, rule: AllowRule): Promise<void> {
  if (!isUsableRule(rule)) throw new UserError("bad_input", `"${rule.join(" ")}" would allow too much.`, "Allow a program with what it is to do, such as \"npm test\".");
  const { path, workspace } = await placeOf(home, root);
  const { rules } = await readAllowed(home, root);
  if (rules.some((each) => sameRule(each, rule))) return;
  const allowed = [...rules, rule].slice(-RULES_LIMIT);
  await writeAtomically(path, Buffer.from(`${JSON.stringify({ workspace, allowed }, null, 2)}\n`));
}

/** Where a workspace's rules lie. @throws UserError `not_permitted` where that is inside the workspace, whose commands could write it */
async function placeOf(home: string, root: string): Promise<{ readonly path: string; readonly workspace: string }> {
  const workspace = await realpath(root);
  const folder = join(home, ".unified-dgm", "allowed-commands");
  for (const place of [folder, join(home, ".unified-dgm"), home]) {
    const real = await realpath(place).catch(() => undefined);
    if (real !== undefined && isInside(workspace, real)) throw new UserError("not_permitted", "Your home folder lies in this workspace, where a command could change what is allowed.", "Open a folder below it.");
  }
  return { path: join(folder, `${createHash("sha256").update(workspace).digest("hex").slice(0, 32)}.json`), workspace };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`));
}

function sameRule(a: AllowRule, b: AllowRule): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function nothing(warning: string): AllowedCommands {
  return { rules: [], warnings: [warning] };
}
