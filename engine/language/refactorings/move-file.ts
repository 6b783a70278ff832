import { posix } from "node:path";
import ts from "typescript";
import { UserError } from "../../errors.ts";
import type { FileEdit } from "../file-edit.ts";
import { applyTextChanges, type Project, type RefactoringContext, type RefactoringResult, SOURCE_EXTENSION } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { renameInJson } from "./json-paths.ts";
import { count, formatOf, openProject } from "./sources.ts";
import { relativeSpecifiers, respecify, retext, targetOf } from "./specifiers.ts";

/** Moves a file, and lets everything that imports it, or is imported by it, find its way: imports, requires, package.json, tsconfig.json. */
export function moveFile(context: RefactoringContext, options: RefactoringOptions<"move_file">): RefactoringResult {
  const from = normalize(options.from);
  const to = normalize(options.to);
  const text = checkMove(context, from, to);
  const project = openProject(context);
  const notes: string[] = [];
  const changed = new Map<string, string>();
  const files = project.files();
  files.forEach((path, index) => {
    context.signal?.throwIfAborted();
    context.progress("Looking for imports", index, files.length);
    const file = project.sourceFile(path);
    if (file === undefined) return;
    const changes = relativeChanges(project, file, path, from, to);
    if (changes.length > 0) changed.set(path, applyTextChanges(file.text, changes));
    const strings = path === from ? [] : mentionsInStrings(file, path, from);
    for (const line of strings) notes.push(`${path}:${line} names the old path in a string that is no import; look at it.`);
  });
  followAliases(project, from, to, changed);
  const moved = changed.get(from) ?? text;
  changed.delete(from);
  const json = renameInJson(context.source, from, to);
  if (/\b__dirname\b|\b__filename\b|\bimport\.meta\b/.test(text) && posix.dirname(from) !== posix.dirname(to)) notes.push(`${to} uses its own folder (__dirname or import.meta), which is another one now; look at it.`);
  if (moduleKind(context, from) !== moduleKind(context, to)) notes.push(`${to} is ${moduleKind(context, to)} by its name and package.json; at ${from} it was ${moduleKind(context, from)}.`);
  const edits: FileEdit[] = [
    { kind: "move", from, to, text: moved },
    ...[...changed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, newText]): FileEdit => ({ kind: "write", path, text: newText })),
    ...json.map(({ path, text: newText }): FileEdit => ({ kind: "write", path, text: newText })),
  ];
  const others = edits.length - 1;
  return { edits, summary: `Moved ${from} to ${to}${others === 0 ? "" : ` and updated ${count(others, "file")} that refer${others === 1 ? "s" : ""} to it`}.`, notes };
}

const normalize = (path: string): string => posix.normalize(path).replace(/^\.\//, "");

function checkMove({ source }: RefactoringContext, from: string, to: string): string {
  const text = source.read(from)?.replace(/^\uFEFF/, "");
  if (text === undefined) throw new UserError("bad_input", `There is no text file ${from} in the workspace.`, "Check the path; it is relative to the workspace's root.");
  if (from === to) throw new UserError("bad_input", `${from} is there already.`, "Name another place.");
  if (source.read(to) !== undefined || source.list().some((path) => path === to || path.startsWith(`${to}/`))) throw new UserError("conflict", `${to} exists already.`, "Choose another name, or remove that file first.");
  if (/^(?:node_modules|\.git|\.unified-dgm)(?:\/|$)/.test(to)) throw new UserError("bad_input", `${to} is no place for source files.`, "Name another folder.");
  const language = (path: string): string => (/\.[cm]?tsx?$/.test(path) ? "TypeScript" : SOURCE_EXTENSION.test(path) ? "JavaScript" : posix.extname(path));
  if (language(from) !== language(to)) throw new UserError("bad_input", `Moving ${from} to ${to} would make it another kind of file.`, language(to) === "TypeScript" ? `Migrate it instead: "migrate ${from} to TypeScript".` : "Keep the extension.");
  return text;
}

function relativeChanges(project: Project, file: ts.SourceFile, path: string, from: string, to: string): ts.TextChange[] {
  const changes: ts.TextChange[] = [];
  for (const literal of relativeSpecifiers(file)) {
    const target = targetOf(project, path, literal);
    if (target === undefined || (path !== from && target !== from)) continue;
    const specifier = respecify(literal.text, target, path === from ? to : path, target === from ? to : target);
    if (specifier !== literal.text) changes.push(retext(file, literal, specifier));
  }
  return changes;
}

/** What relative specifiers do not cover, path aliases and references in comments, the compiler knows. */
function followAliases(project: Project, from: string, to: string, changed: Map<string, string>): void {
  if (!SOURCE_EXTENSION.test(from)) return;
  const text = project.text(from) ?? "";
  for (const { fileName, textChanges } of project.service.getEditsForFileRename(project.fileName(from), project.fileName(to), formatOf(text), {})) {
    const path = project.relativePath(fileName);
    const file = path === undefined ? undefined : project.sourceFile(path);
    if (path === undefined || file === undefined || path.startsWith("node_modules/")) continue;
    const own = relativeChanges(project, file, path, from, to);
    const isOwn = ({ span }: ts.TextChange): boolean => /^\.{1,2}(?:\/|$)/.test(file.text.slice(span.start, span.start + span.length)) && relativeSpecifiers(file).some((literal) => literal.getStart(file) + 1 === span.start);
    const others = textChanges.filter((change) => !isOwn(change));
    if (others.length > 0) changed.set(path, applyTextChanges(file.text, [...own, ...others]));
  }
}

/** Lines with other strings that end in the path as seen from the workspace's root or from the file's folder. */
function mentionsInStrings(file: ts.SourceFile, path: string, from: string): readonly number[] {
  const known = new Set<ts.Node>(relativeSpecifiers(file));
  const seen = posix.relative(posix.dirname(path), from);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && !known.has(node) && [from, seen, `./${seen}`, `./${from}`, `/${from}`].includes(node.text) && node.text.includes("/")) lines.push(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}

/** How Node.js would load a JavaScript file there. */
function moduleKind({ source }: RefactoringContext, path: string): string {
  if (/\.m[jt]s$/.test(path)) return "an ES module";
  if (!/\.[jt]sx?$/.test(path)) return /\.c[jt]s$/.test(path) ? "CommonJS" : "";
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const manifest = source.read(posix.join(folder, "package.json"));
    if (manifest !== undefined) return /"type"\s*:\s*"module"/.test(manifest) ? "an ES module" : "CommonJS";
    if (folder === ".") return "CommonJS";
  }
}
