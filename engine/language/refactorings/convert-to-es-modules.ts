import { posix } from "node:path";
import ts from "typescript";
import { convertFile } from "../es-modules/convert-file.ts";
import { type Facts, factsOf } from "../es-modules/facts.ts";
import { entriesOf, mentions, packageFolderOf, typeOf, withType } from "../es-modules/manifest.ts";
import { type Plan, planOffers, resolveFile, stayingSpecifier } from "../es-modules/plan.ts";
import { strictBlocker } from "../es-modules/strictness.ts";
import { applyTextChanges, type FileSource, type Project, type RefactoringContext, type RefactoringResult } from "../project.ts";
import type { FileEdit } from "../file-edit.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { renameInJson } from "./json-paths.ts";
import { count, inScope, openProject, selectFiles } from "./sources.ts";
import { relativeSpecifiers, retext } from "./specifiers.ts";

/** Configuration that its tool loads with `require`, under a name that begins so. */
const LOADED_BY_REQUIRE = /(?:^|\/)(?:\.[^/]+|Gruntfile|karma\.conf)\.js$/;

/**
 * Turns CommonJS files into ES modules, package by package: `import` and `export`, file extensions, `"type": "module"`. What has to stay
 * CommonJS is named `.cjs`, or its folder gets a package.json that says so.
 */
export function convertToEsModules(context: RefactoringContext, { paths }: RefactoringOptions<"convert_to_es_modules">): RefactoringResult {
  const { source } = context;
  const project = openProject(context, { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler });
  const { files, notes } = selectFiles(project, source, paths);
  const all = new Map<string, Facts>();
  for (const path of inScope(source, undefined)) {
    const file = /\.[cm]?jsx?$/.test(path) ? project.sourceFile(path) : undefined;
    if (file !== undefined) all.set(path, factsOf(path, file));
  }
  const blocked = new Map<string, string>();
  for (let round = 0; ; round++) {
    context.signal?.throwIfAborted();
    context.progress("Converting to ES modules", round, round + 2);
    const attempt = convertOnce(context, project, all, new Set(files), blocked);
    const failed = attempt.failed();
    if (failed.size === 0) return attempt.result(notes);
    for (const [path, why] of failed) blocked.set(path, why);
  }
}

interface Attempt {
  /** Files that would not work as modules, and why. */
  readonly failed: () => ReadonlyMap<string, string>;
  readonly result: (notes: readonly string[]) => RefactoringResult;
}

function convertOnce(context: RefactoringContext, project: Project, all: ReadonlyMap<string, Facts>, chosen: ReadonlySet<string>, blocked: ReadonlyMap<string, string>): Attempt {
  const { source } = context;
  const why = new Map(blocked);
  const converted = new Map<string, Facts>();
  for (const [path, facts] of all) {
    if (!chosen.has(path) || !/\.jsx?$/.test(path) || facts.isEsModule || typeOf(source, packageFolderOf(source, path)) === "module") continue;
    const blocker = why.get(path) ?? facts.blocker ?? (LOADED_BY_REQUIRE.test(path) ? "its tool loads it with `require`" : undefined);
    if (blocker === undefined) converted.set(path, facts);
    else if (isCommonJs(facts) || blocked.has(path)) why.set(path, blocker);
  }
  const layout = layOut(source, converted, all, chosen);
  const entries = new Set([...layout.packages].flatMap((folder) => entriesOf(source, folder)));
  const plan: Plan = { project, converted, moved: layout.moved, offers: planOffers(project, converted, all, entries) };
  const texts = new Map<string, string>();
  for (const [path, facts] of converted) {
    const text = isCommonJs(facts) ? convertFile(plan, facts, plan.offers.get(path) ?? { names: true, whole: false, required: false }) : facts.file.text;
    texts.set(path, text);
  }
  for (const [path, facts] of all) if (!converted.has(path)) texts.set(path, retarget(plan, facts));
  return {
    failed: () => failures(project, converted, texts),
    result: (notes) => report(context, plan, layout, texts, [...notes, ...[...why].map(([path, reason]) => `${plan.moved.get(path) ?? path} stays CommonJS: ${reason}.`)]),
  };
}

const isCommonJs = ({ requires, exports, places, usesRequire, mainTests }: Facts): boolean => requires.length > 0 || exports.kind !== "none" || places.length > 0 || usesRequire || mainTests.length > 0;

interface Layout {
  /** Package folders that become `"type": "module"`. */
  readonly packages: ReadonlySet<string>;
  /** Folders for which a package.json of their own says what they are. */
  readonly marked: ReadonlyMap<string, "module" | "commonjs">;
  readonly moved: ReadonlyMap<string, string>;
}

/** Makes each file be loaded as what it is, with as few new names as possible. */
function layOut(source: FileSource, converted: ReadonlyMap<string, Facts>, all: ReadonlyMap<string, Facts>, chosen: ReadonlySet<string>): Layout {
  const packages = new Set<string>();
  const marked = new Map<string, "module" | "commonjs">();
  const moved = new Map<string, string>();
  const folders = new Set([...converted.keys()].map((path) => packageFolderOf(source, path)));
  for (const folder of folders) {
    const own = [...all.values()].filter(({ path }) => /\.jsx?$/.test(path) && packageFolderOf(source, path) === folder);
    const staying = own.filter((facts) => !converted.has(facts.path) && !facts.isEsModule);
    const going = own.filter(({ path }) => converted.has(path));
    if (staying.filter(({ path }) => !chosen.has(path)).length > going.length) {
      // A part of a package: its folders say so where they hold nothing else, else its files do.
      for (const { path } of going) mark(path, staying, "module", marked, moved, folder);
      continue;
    }
    packages.add(folder);
    for (const { path } of staying) mark(path, going, "commonjs", marked, moved, folder);
  }
  return { packages, marked, moved };
}

function mark(path: string, others: readonly Facts[], kind: "module" | "commonjs", marked: Map<string, "module" | "commonjs">, moved: Map<string, string>, root: string): void {
  let folder = posix.dirname(path);
  if (folder === root || others.some((other) => other.path.startsWith(`${folder}/`))) {
    moved.set(path, path.replace(/\.jsx?$/, kind === "module" ? ".mjs" : ".cjs"));
    return;
  }
  while (posix.dirname(folder) !== root && posix.dirname(folder) !== "." && !others.some((other) => other.path.startsWith(`${posix.dirname(folder)}/`))) folder = posix.dirname(folder);
  marked.set(folder, kind);
}

/** A file that is not converted still finds those that changed their names. */
function retarget(plan: Plan, { path, file }: Facts): string {
  if (plan.moved.size === 0) return file.text;
  const changes = relativeSpecifiers(file).flatMap((literal) => {
    const specifier = stayingSpecifier(plan, path, literal.text);
    return specifier === literal.text ? [] : [retext(file, literal, specifier)];
  });
  return applyTextChanges(file.text, changes);
}

function failures(project: Project, converted: ReadonlyMap<string, Facts>, texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const failed = new Map<string, string>();
  for (const path of converted.keys()) project.write(path, texts.get(path) ?? "");
  for (const path of converted.keys()) {
    const blocker = strictBlocker(project, path);
    if (blocker !== undefined) failed.set(path, blocker);
  }
  for (const [path, { file }] of converted) project.write(path, file.text);
  return failed;
}

function report({ source }: RefactoringContext, { project, converted, moved, offers }: Plan, { packages, marked }: Layout, texts: ReadonlyMap<string, string>, notes: string[]): RefactoringResult {
  const edits: FileEdit[] = [];
  const originals = new Map<string, string>();
  let changed = 0;
  for (const [path, text] of texts) {
    const original = project.text(path) ?? "";
    originals.set(path, original);
    if (converted.has(path) && text !== original) changed++;
    const to = moved.get(path);
    if (to !== undefined) edits.push({ kind: "move", from: path, to, text });
    else if (text !== original) edits.push({ kind: "write", path, text });
  }
  if (changed === 0) return { edits: [], summary: "No CommonJS file that can be converted was found.", notes };
  edits.push(...manifestEdits(source, packages, marked, moved));
  for (const folder of packages) if (mentions(source, folder, "jest")) notes.push("Jest runs ES modules with `node --experimental-vm-modules` only.");
  for (const [path, { required, names }] of offers) if (required && !names && converted.has(path)) notes.push(`${moved.get(path) ?? path} can still be loaded with require(), from Node.js 22.13 on.`);
  for (const [path, target] of circles(project, converted)) notes.push(`${path} and ${target} import each other; what one takes from the other while it loads may not be there yet.`);
  const uses = [...texts].some(([path, text]) => converted.has(path) && /import\.meta\.(?:dirname|filename)|with \{ type:/.test(text));
  if (uses) notes.push("The result needs Node.js 20.11 or later (import.meta.dirname, JSON imports).");
  return { edits: edits.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), summary: `Converted ${count(changed, "file")} to ES modules.`, notes };
}

const keyOf = (edit: FileEdit): string => (edit.kind === "move" ? edit.to : edit.path);

function manifestEdits(source: FileSource, packages: ReadonlySet<string>, marked: ReadonlyMap<string, "module" | "commonjs">, moved: ReadonlyMap<string, string>): FileEdit[] {
  const texts = new Map<string, string>();
  const current: FileSource = { list: () => source.list(), read: (path) => texts.get(path) ?? source.read(path) };
  for (const [from, to] of moved) for (const { path, text } of renameInJson(current, from, to)) texts.set(path, text);
  for (const folder of packages) {
    const path = posix.join(folder, "package.json");
    texts.set(path, withType(current.read(path), "module"));
  }
  for (const [folder, kind] of marked) texts.set(posix.join(folder, "package.json"), withType(undefined, kind));
  return [...texts].map(([path, text]) => ({ kind: "write", path, text }));
}

/** Pairs of files that require each other directly. */
function circles(project: Project, converted: ReadonlyMap<string, Facts>): readonly (readonly [string, string])[] {
  const targets = new Map([...converted].map(([path, { requires }]) => [path, new Set(requires.flatMap(({ specifier, always }) => (always ? (resolveFile(project, path, specifier) ?? []) : [])))]));
  const found: [string, string][] = [];
  for (const [path, set] of targets) for (const target of set) if (path < target && targets.get(target)?.has(path) === true) found.push([path, target]);
  return found;
}
