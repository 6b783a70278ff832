import type { Refactoring } from "../../language/refactoring.ts";
import type { RelevantFile } from "../../protocol/words.ts";
import type { RepositoryView } from "./repository-view.ts";

/** Code that a refactoring may look at, by its name. */
export const SOURCE = /\.[cm]?[jt]sx?$/;
const JAVASCRIPT = /\.[cm]?jsx?$/;
const TEST = /(^|\/)(tests?|__tests__|spec|fixtures)\/|[.-](test|spec)\.[cm]?[jt]sx?$/;
/** Names shown; the refactoring itself looks at all files. */
const SHOWN = 50;

/** The files that the refactorings will look at most, by their names and texts. */
export async function relevantFiles(refactorings: readonly Refactoring[], repository: RepositoryView): Promise<RelevantFile[]> {
  const sources = (await repository.list()).filter((path) => SOURCE.test(path));
  const found = new Map<string, string>();
  for (const refactoring of refactorings) {
    for (const { path, reason } of await relevantTo(refactoring, sources, repository)) if (!found.has(path)) found.set(path, reason);
  }
  return [...found].slice(0, SHOWN).map(([path, reason]) => ({ path, reason }));
}

async function relevantTo(refactoring: Refactoring, sources: readonly string[], repository: RepositoryView): Promise<readonly RelevantFile[]> {
  switch (refactoring.name) {
    case "migrate_to_typescript":
      return inScope(sources, refactoring.paths).filter((path) => JAVASCRIPT.test(path) && !TEST.test(path)).map((path) => ({ path, reason: "JavaScript source" }));
    case "rename_symbol":
      return mentioning(sources, repository, lastName(refactoring.from), `mentions ${refactoring.from}`);
    case "move_file": {
      const stem = refactoring.from.replace(/^.*\//, "").replace(/\.[^.]+$/, "");
      const importers = await mentioning(sources.filter((path) => path !== refactoring.from), repository, stem, "may import the file");
      return [{ path: refactoring.from, reason: "the file to move" }, ...importers];
    }
    case "convert_to_es_modules":
      return containing(inScope(sources, refactoring.paths), repository, /\brequire\s*\(|\bmodule\.exports\b|\bexports\./, "CommonJS module");
    case "convert_to_async":
      return containing(inScope(sources, refactoring.paths), repository, /\.(then|catch)\s*\(/, "has promise chains");
    case "organize_imports":
      return containing(inScope(sources, refactoring.paths), repository, /^\s*import\b/m, "has imports");
    case "remove_unused":
    case "structural_replace":
      return inScope(sources, refactoring.paths).map((path) => ({ path, reason: "source file in scope" }));
  }
}

function lastName(name: string): string {
  return name.replace(/^.*[.#]/, "");
}

function inScope(sources: readonly string[], paths: readonly string[] | undefined): readonly string[] {
  if (paths === undefined || paths.length === 0) return sources;
  return sources.filter((source) => paths.some((path) => source === path || source.startsWith(`${path.replace(/\/$/, "")}/`)));
}

function mentioning(sources: readonly string[], repository: RepositoryView, name: string, reason: string): Promise<readonly RelevantFile[]> {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return containing(sources, repository, new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`), reason);
}

async function containing(sources: readonly string[], repository: RepositoryView, pattern: RegExp, reason: string): Promise<readonly RelevantFile[]> {
  const found: RelevantFile[] = [];
  for (const path of sources) {
    if (pattern.test((await repository.read(path)) ?? "")) found.push({ path, reason });
  }
  return found;
}
