import ts from "typescript";
import { applyTextChanges, newLineOf } from "../project.ts";
import { convertExports } from "./convert-exports.ts";
import { convertImports } from "./convert-imports.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { Offer, Plan } from "./plan.ts";
import { preludeStart } from "./prelude.ts";

/** The text of a CommonJS file as an ES module. */
export function convertFile(plan: Plan, facts: Facts, offer: Offer): string {
  const { file, places, mainTests } = facts;
  const newLine = newLineOf(file.text);
  // A second attempt starts with the same free names.
  const imports = convertImports(plan, { ...facts, names: new Set(facts.names) });
  const inner: ts.TextChange[] = places.map((node) => replace(node, file, node.text === "__dirname" ? "import.meta.dirname" : "import.meta.filename"));
  for (const test of mainTests) inner.push(replace(test, file, "process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename"));
  const withImports = reparse(facts.path, applyTextChanges(file.text, [...imports.changes, ...inner]));
  const withExports = reparse(facts.path, applyTextChanges(withImports.text, convertExports(factsOf(facts.path, withImports), offer)));
  const end = `${facts.semicolon}${newLine}`;
  const prelude = (mainTests.length > 0 ? `import { realpathSync } from "node:fs"${end}` : "") + (imports.needsRequire ? `import { createRequire } from "node:module"${end}` : "");
  const text = strictWithoutSaying(withExports, prelude);
  return imports.needsRequire ? afterImports(reparse(facts.path, text), `const require = createRequire(import.meta.url)${end}`) : text;
}

/** Modules are strict, so the directive goes; what every module of this kind needs comes in its place. */
function strictWithoutSaying(file: ts.SourceFile, prelude: string): string {
  const directive = file.statements.find((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression) && statement.expression.text === "use strict");
  const { text } = file;
  if (directive === undefined) {
    const start = preludeStart(file);
    return text.slice(0, start) + prelude + text.slice(start);
  }
  const rest = text.slice(directive.getEnd()).replace(/^[ \t]*(?:\r?\n[ \t]*)*(?:\r?\n)?/, "");
  return text.slice(0, directive.getStart(file)) + prelude + rest;
}

/** Puts a statement behind the imports that a file begins with. */
function afterImports(file: ts.SourceFile, statement: string): string {
  const { text, statements } = file;
  const first = statements.findIndex((each) => ts.isImportDeclaration(each));
  const rest = statements.findIndex((each, index) => index > first && !ts.isImportDeclaration(each));
  const last = statements[rest === -1 ? statements.length - 1 : rest - 1];
  const end = last === undefined ? 0 : text.indexOf("\n", last.getEnd()) + 1;
  const newLine = newLineOf(text);
  return `${text.slice(0, end)}${newLine}${statement}${/^\r?\n/.test(text.slice(end)) ? "" : newLine}${text.slice(end)}`;
}

function reparse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith("x") ? ts.ScriptKind.JSX : ts.ScriptKind.JS);
}

function replace(node: ts.Node, file: ts.SourceFile, newText: string): ts.TextChange {
  const start = node.getStart(file);
  return { span: { start, length: node.getEnd() - start }, newText };
}
