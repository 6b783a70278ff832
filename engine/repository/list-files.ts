import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";

/** Never part of a repository's own source, whatever .gitignore says. */
const ALWAYS_SKIPPED: ReadonlySet<string> = new Set([".git", ".hg", ".svn", "node_modules", ".unified-dgm"]);

interface Rules {
  /** Workspace-relative folder of the .gitignore, "" for the root, otherwise ending in "/". */
  readonly folder: string;
  readonly matcher: Ignore;
}

/**
 * The files of a workspace as sorted relative POSIX paths: what git would track (nested .gitignore files are honored),
 * without dependencies and our own folder. Symbolic links are not followed, folders that cannot be read are passed over.
 */
export async function listFiles(root: string, signal?: AbortSignal): Promise<readonly string[]> {
  const found: string[] = [];
  await walk(root, "", [], found, signal);
  return found.sort();
}

async function walk(root: string, folder: string, inherited: readonly Rules[], found: string[], signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const rules = entries.some((entry) => entry.name === ".gitignore" && entry.isFile()) ? [...inherited, await readRules(root, folder)] : inherited;
  for (const entry of entries) {
    if (ALWAYS_SKIPPED.has(entry.name)) continue;
    const path = folder + entry.name;
    if (entry.isDirectory()) {
      if (!isIgnored(`${path}/`, rules)) await walk(root, `${path}/`, rules, found, signal);
    } else if (entry.isFile() && !isIgnored(path, rules)) {
      found.push(path);
    }
  }
}

async function readRules(root: string, folder: string): Promise<Rules> {
  const text = await readFile(join(root, folder, ".gitignore"), "utf8").catch(() => "");
  return { folder, matcher: ignore().add(text) };
}

/** The nearest .gitignore that speaks of the path decides, as in git. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (const { folder, matcher } of rules.toReversed()) {
    const verdict = matcher.test(path.slice(folder.length));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
