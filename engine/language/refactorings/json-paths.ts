import { posix } from "node:path";
import ts from "typescript";
import { walk } from "../migration/syntax.ts";
import { applyTextChanges, type FileSource } from "../project.ts";

/** Fields of a package.json or tsconfig.json whose strings, at any depth, name files. */
const FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  "package.json": new Set(["main", "module", "browser", "bin", "exports", "imports", "types", "typings", "files", "sideEffects", "source", "unpkg", "jsdelivr", "man", "directories"]),
  tsconfig: new Set(["files", "include", "exclude", "paths", "rootDirs", "typeRoots"]),
};

export interface JsonEdit {
  readonly path: string;
  readonly text: string;
}

/** The package.json and tsconfig.json files that name `from`, with `to` in its place, in the manner of each string. */
export function renameInJson(source: FileSource, from: string, to: string): readonly JsonEdit[] {
  const edits: JsonEdit[] = [];
  for (const path of source.list()) {
    const name = posix.basename(path);
    const fields = FIELDS[/^[jt]sconfig.*\.json$/.test(name) ? "tsconfig" : name];
    const text = fields === undefined ? undefined : source.read(path)?.replace(/^\uFEFF/, "");
    if (fields === undefined || text === undefined) continue;
    const renamed = renameInText(text, fields, posix.dirname(path), from, to);
    if (renamed !== text) edits.push({ path, text: renamed });
  }
  return edits;
}

function renameInText(text: string, fields: ReadonlySet<string>, folder: string, from: string, to: string): string {
  const file = ts.createSourceFile("file.json", text, ts.ScriptTarget.JSON, true, ts.ScriptKind.JSON);
  const changes: ts.TextChange[] = [];
  walk(file, (node) => {
    if (!ts.isStringLiteral(node)) return undefined;
    const field = topField(node);
    const span = { start: node.getStart(file) + 1, length: node.getEnd() - node.getStart(file) - 2 };
    if (field === "scripts") {
      const inFolder = relativeTo(folder, from);
      const written = text.slice(span.start, span.start + span.length);
      const pattern = new RegExp(String.raw`(^|[\s'"=])(\./)?${inFolder.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?=$|[\s'";&|])`, "g");
      changes.push({ span, newText: written.replaceAll(pattern, (_, before: string, dot: string | undefined) => `${before}${dot ?? ""}${relativeTo(folder, to)}`) });
    } else if (field !== undefined && fields.has(field) && !isKey(node)) {
      const renamed = renameString(node.text, folder, from, to);
      if (renamed !== undefined) changes.push({ span, newText: renamed });
    }
    return undefined;
  });
  return applyTextChanges(text, changes);
}

function renameString(value: string, folder: string, from: string, to: string): string | undefined {
  const meant = posix.normalize(posix.join(folder, value));
  const dot = value.startsWith("./") ? "./" : "";
  if (meant === from) return dot + relativeTo(folder, to);
  // `"main": "lib/parse"` means lib/parse.js.
  const stem = from.replace(/\.(?:js|json|node)$/, "");
  if (meant === stem && stem !== from) return dot + relativeTo(folder, to).replace(/\.(?:js|json|node)$/, "");
  return undefined;
}

function relativeTo(folder: string, path: string): string {
  return posix.relative(folder === "." ? "" : folder, path);
}

function isKey(node: ts.StringLiteral): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** The name of the outermost property that a node stands under; compiler options count as fields of their own. */
function topField(node: ts.Node): string | undefined {
  let field: string | undefined;
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    if (!ts.isPropertyAssignment(current) || !ts.isStringLiteral(current.name)) continue;
    if (current.name.text !== "compilerOptions") field = current.name.text;
  }
  return field;
}
