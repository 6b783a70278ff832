import { posix } from "node:path";
import ts from "typescript";
import { applyTextChanges, type FileSource, newLineOf } from "../project.ts";
import { resolveRelative } from "../refactorings/purity.ts";

/** The nearest folder with a package.json, "." where there is none. */
export function packageFolderOf(source: FileSource, path: string): string {
  for (let folder = posix.dirname(path); folder !== "."; folder = posix.dirname(folder)) {
    if (source.read(posix.join(folder, "package.json")) !== undefined) return folder;
  }
  return ".";
}

/** What a package.json says of its `.js` files. */
export function typeOf(source: FileSource, folder: string): "module" | "commonjs" {
  const text = source.read(posix.join(folder, "package.json"));
  return text !== undefined && stringField(parse(text), "type")?.text === "module" ? "module" : "commonjs";
}

/** A package.json with `"type"` set, laid out as it was. */
export function withType(text: string | undefined, type: "module" | "commonjs"): string {
  if (text === undefined) return `{\n  "type": "${type}"\n}\n`;
  const file = parse(text.replace(/^\uFEFF/, ""));
  const object = rootOf(file);
  const known = stringField(file, "type");
  if (known !== undefined) return applyTextChanges(file.text, [{ span: { start: known.getStart(file), length: known.getEnd() - known.getStart(file) }, newText: `"${type}"` }]);
  const anchor = object?.properties.find((property) => property.name?.getText(file) === '"version"') ?? object?.properties[0];
  if (anchor === undefined) return `{\n  "type": "${type}"\n}\n`;
  const indent = /\n([ \t]*)$/.exec(file.text.slice(0, anchor.getStart(file)))?.[1];
  const separator = indent === undefined ? " " : newLineOf(file.text) + indent;
  return applyTextChanges(file.text, [{ span: { start: anchor.getEnd(), length: 0 }, newText: `,${separator}"type": "${type}"` }]);
}

/** The files of a package that others load: what `main`, `exports` and `module` name, else its index. */
export function entriesOf(source: FileSource, folder: string): readonly string[] {
  const manifest = posix.join(folder, "package.json");
  const text = source.read(manifest);
  if (text === undefined) return [];
  const file = parse(text);
  const found: string[] = [];
  const strings = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    else if (ts.isPropertyAssignment(node)) strings(node.initializer);
    else ts.forEachChild(node, strings);
  };
  for (const property of rootOf(file)?.properties ?? []) {
    if (ts.isPropertyAssignment(property) && /^"(?:main|exports|module)"$/.test(property.name.getText(file))) strings(property.initializer);
  }
  if (found.length === 0) found.push("./index.js");
  const project = { text: (path: string) => source.read(path) };
  return found.flatMap((value) => resolveRelative(project, manifest, value.startsWith(".") ? value : `./${value}`) ?? []);
}

/** Whether a package.json mentions a package or words anywhere, such as a test runner. */
export function mentions(source: FileSource, folder: string, word: string): boolean {
  return source.read(posix.join(folder, "package.json"))?.includes(`"${word}"`) === true;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("package.json", text, ts.ScriptTarget.JSON, true, ts.ScriptKind.JSON);
}

function rootOf(file: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const [statement] = file.statements;
  return statement !== undefined && ts.isExpressionStatement(statement) && ts.isObjectLiteralExpression(statement.expression) ? statement.expression : undefined;
}

function stringField(file: ts.SourceFile, name: string): ts.StringLiteral | undefined {
  const property = rootOf(file)?.properties.find((each) => each.name?.getText(file) === `"${name}"`);
  return property !== undefined && ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer) ? property.initializer : undefined;
}
