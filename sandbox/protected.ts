import { lstatSync, mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { SandboxPolicyError } from "./errors.ts";

/** Entries of the workspace that a command may read but never make or change: history (its hooks and settings run code) and our own state. */
export const protectedEntries = [".git", ".unified-dgm"] as const;

/** What `holdProtected` found and made. Give it back with `releaseProtected` when the run is over. */
export interface ProtectedHold {
  /** Absolute paths to mount read-only. */
  readonly paths: readonly string[];
  /** Those among them that are empty folders standing for an absent entry. */
  readonly placeholders: readonly string[];
}

/** How many runs of this process hold each placeholder. */
const holders = new Map<string, number>();

/**
 * Makes sure that each protected entry of `workspace` exists, so that it can be mounted over: an absent one gets an empty folder, else the
 * command could make a `.git` whose settings later run code outside. Synchronous, so that runs that overlap agree on who holds what.
 * @throws SandboxPolicyError where an entry is a symbolic link.
 */
export function holdProtected(workspace: string): ProtectedHold {
  const entries = protectedEntries.map((entry) => join(workspace, entry));
  entries.forEach(refuseLink);
  const found = entries.map((path) => ({ path, state: prepare(path) }));
  const placeholders = found.filter(({ state }) => state === "placeholder").map(({ path }) => path);
  for (const path of placeholders) holders.set(path, (holders.get(path) ?? 0) + 1);
  return { paths: found.filter(({ state }) => state !== "impossible").map(({ path }) => path), placeholders };
}

/** Takes the empty folders away again, once no other run holds them. */
export function releaseProtected(hold: ProtectedHold): void {
  for (const path of hold.placeholders) {
    const left = (holders.get(path) ?? 1) - 1;
    if (left > 0) {
      holders.set(path, left);
      continue;
    }
    holders.delete(path);
    try {
      rmdirSync(path);
    } catch {
      // Somebody outside filled or removed it meanwhile: then it is theirs.
    }
  }
}

function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new SandboxPolicyError(`"${path}" is a symbolic link, which the sandbox cannot protect. Replace it by what it points to.`);
}

function prepare(path: string): "present" | "placeholder" | "impossible" {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  // An empty `.git` is none: a placeholder that another run holds, or that a crash left behind.
  if (stats !== undefined) return stats.isDirectory() && isEmpty(path) ? "placeholder" : "present";
  try {
    mkdirSync(path);
    return "placeholder";
  } catch {
    return "impossible"; // A folder that we cannot write to, the command cannot either.
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
