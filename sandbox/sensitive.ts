import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Entries below a workspace that a command must not change, and those that it must not even read. Absolute paths. */
export interface SensitiveEntries {
  readonly fixed: readonly string[];
  readonly hidden: readonly string[];
}

/** They run code, or tell a model what to do, as soon as somebody works in their folder. */
const fixedNames: ReadonlySet<string> = new Set([".git", ".unified-dgm", ".vscode", ".idea", ".devcontainer", "AGENTS.md"]);
/** Files with secrets; their public patterns (`.env.example`) and those for tests are none. */
const hiddenName = /^\.env(rc|\.(?!(example|sample|template|dist|defaults|test|ci)$).+)?$/i;
/** Folders of what others wrote, which is large and holds no repository of the user's. */
const passedOver: ReadonlySet<string> = new Set(["node_modules", ".venv", "__pycache__"]);

const MOST_FOLDERS = 3_000;
const DEEPEST = 12;
/** Milliseconds for which a walk is good: commands of a task follow each other closely. */
const FRESH = 10_000;

const walks = new Map<string, { readonly at: number; readonly found: SensitiveEntries }>();

/** Looks through the folder and the folders in it, nearest first; in a very large tree the deepest are left out. Links are not followed. */
export function sensitiveEntries(folder: string): SensitiveEntries {
  const known = walks.get(folder);
  const fresh = known !== undefined && performance.now() - known.at < FRESH ? known : { at: performance.now(), found: walk(folder) };
  walks.delete(folder);
  walks.set(folder, fresh);
  for (const old of [...walks.keys()].slice(0, -8)) walks.delete(old);
  const present = (paths: readonly string[]): string[] => paths.filter((path) => existsSync(path));
  return { fixed: present(fresh.found.fixed), hidden: present(fresh.found.hidden) };
}

function walk(folder: string): SensitiveEntries {
  const fixed: string[] = [];
  const hidden: string[] = [];
  let level = [folder];
  let left = MOST_FOLDERS;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const place of level.slice(0, left)) {
      left -= 1;
      for (const entry of entriesOf(place)) {
        if (entry.isSymbolicLink()) continue;
        const path = join(place, entry.name);
        if (fixedNames.has(entry.name)) fixed.push(path);
        else if (entry.isFile() && hiddenName.test(entry.name)) hidden.push(path);
        else if (entry.isDirectory() && !passedOver.has(entry.name)) next.push(path);
      }
    }
    level = next;
  }
  return { fixed, hidden };
}

function entriesOf(folder: string): ReturnType<typeof readDirectory> {
  try {
    return readDirectory(folder);
  } catch {
    return []; // It is gone, or neither we nor the command may read it.
  }
}

function readDirectory(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
