import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import { applyTextChanges, newLineOf } from "../project.ts";
import { convertExports } from "./exports.ts";
import { requiredModule, walk } from "./syntax.ts";

export interface Converted {
  readonly text: string;
  /** Why a part, or all, of the file kept its CommonJS form. */
  readonly notes: readonly string[];
}

/**
 * A CommonJS file's text with TypeScript's module syntax, which compiles back to the same `require` calls in the same order and to the same
 * exports: `import x = require("x")`, named imports from Node.js's own modules, `export =`, named exports. A `require` that does not always
 * run when the file is loaded stays one, with the module's type.
 */
export function toModuleSyntax(path: string, text: string): Converted {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, /x$/.test(path) ? ts.ScriptKind.JSX : ts.ScriptKind.JS);
  const changes = emptyBranches(file);
  if (file.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement))) return { text: applyTextChanges(text, changes), notes: [] };
  const names = namesIn(file);
  for (const statement of file.statements) changes.push(...convertRequires(file, statement, names));
  const { changes: forExports, notes } = convertExports(file, names);
  return { text: applyTextChanges(text, [...changes, ...forExports]), notes };
}

/** TypeScript refuses `if (x);`, which may be an oversight; `if (x) {}` does the same. */
function emptyBranches(file: ts.SourceFile): ts.TextChange[] {
  const changes: ts.TextChange[] = [];
  walk(file, (node) => {
    if (ts.isIfStatement(node) && ts.isEmptyStatement(node.thenStatement)) changes.push(replace(file, node.thenStatement, "{}"));
    return undefined;
  });
  return changes;
}

interface Names {
  readonly all: Set<string>;
  readonly written: ReadonlySet<string>;
  readonly counts: ReadonlyMap<string, number>;
}

function namesIn(file: ts.SourceFile): Names {
  const all = new Set<string>();
  const written = new Set<string>();
  const counts = new Map<string, number>();
  walk(file, (node) => {
    if (!ts.isIdentifier(node)) return undefined;
    all.add(node.text);
    const isProperty = (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) || (ts.isPropertyAssignment(node.parent) && node.parent.name === node);
    if (!isProperty) counts.set(node.text, (counts.get(node.text) ?? 0) + 1);
    const { parent } = node;
    const assigned = ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    const updated = (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) && (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken);
    const declared = (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent)) && parent.name === node;
    if (assigned || updated || (declared && all.has(`:${node.text}`)) || ts.isForInStatement(parent) || ts.isForOfStatement(parent)) written.add(node.text);
    if (declared) all.add(`:${node.text}`);
    return undefined;
  });
  return { all, written, counts };
}

function convertRequires(file: ts.SourceFile, statement: ts.Statement, names: Names): ts.TextChange[] {
  if (ts.isExpressionStatement(statement)) {
    const specifier = requiredModule(statement.expression);
    if (specifier !== undefined) return [replace(file, statement.expression, `import ${quoteLike(file, statement.expression, specifier)}`)];
  }
  if (ts.isVariableStatement(statement) && statement.declarationList.declarations.some((declaration) => holdsRequire(declaration))) return convertDeclarations(file, statement, names);
  return replaceCalls(file, statement, statement, names);
}

function holdsRequire(node: ts.Node): boolean {
  let found = requiredModule(node) !== undefined;
  walk(node, (child) => {
    found ||= requiredModule(child) !== undefined;
    return !found;
  });
  return found;
}

/** Each declarator becomes a statement of its own: imports where it is nothing but a `require`. */
function convertDeclarations(file: ts.SourceFile, statement: ts.VariableStatement, names: Names): ts.TextChange[] {
  const { declarations } = statement.declarationList;
  const keyword = statement.declarationList.getFirstToken(file)?.getText(file) ?? "var";
  const semicolon = statement.getText(file).endsWith(";") ? ";" : "";
  const newLine = newLineOf(file.text);
  const changes: ts.TextChange[] = [];
  declarations.forEach((declaration, index) => {
    const previous = declarations[index - 1];
    const whole = asImport(file, declaration, names);
    const from = previous === undefined ? statement.getStart(file) : previous.getEnd();
    const lead = previous === undefined ? "" : semicolon + (file.text.slice(previous.getEnd(), declaration.getStart(file)).replace(/^\s*,[ \t]*/, "").replace(/,[ \t]*/, "").match(/\n/) !== null ? leadOf(file, previous, declaration) : newLine);
    if (whole !== undefined) {
      changes.push({ span: { start: from, length: declaration.getEnd() - from }, newText: lead + whole });
      return;
    }
    const hoisted: string[] = [];
    const inner = replaceCallsIn(file, declaration, names, hoisted);
    const before = hoisted.map((text) => text + (semicolon === "" ? newLine : `;${newLine}`)).join("");
    changes.push({ span: { start: from, length: declaration.getStart(file) - from }, newText: `${lead}${before}${keyword} ` });
    changes.push(...inner);
  });
  return changes;
}

/** What stood between two declarators, without the comma and with the comments at the left margin of the statement. */
function leadOf(file: ts.SourceFile, previous: ts.Node, next: ts.Node): string {
  const between = file.text.slice(previous.getEnd(), next.getStart(file));
  return between.replace(",", "").replace(/\n[ \t]+/g, "\n");
}

function asImport(file: ts.SourceFile, declaration: ts.VariableDeclaration, names: Names): string | undefined {
  const { name, initializer } = declaration;
  if (initializer === undefined) return undefined;
  const specifier = requiredModule(initializer);
  if (specifier === undefined) return undefined;
  const quoted = quoteLike(file, initializer, specifier);
  if (ts.isIdentifier(name)) {
    if (names.written.has(name.text)) return undefined;
    return (names.counts.get(name.text) ?? 0) > 1 ? `import ${name.text} = require(${quoted})` : `import ${quoted}`;
  }
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const simple = name.elements.every((element) => ts.isIdentifier(element.name) && element.initializer === undefined && element.dotDotDotToken === undefined && !names.written.has(element.name.text));
  if (simple && isBuiltin(specifier)) {
    const list = name.elements.map((element) => (element.propertyName === undefined ? element.name.getText(file) : `${element.propertyName.getText(file)} as ${element.name.getText(file)}`));
    return `import { ${list.join(", ")} } from ${quoted}`;
  }
  return undefined;
}

const isBuiltin = (specifier: string): boolean => builtinModules.includes(specifier.replace(/^node:/, ""));

function replaceCalls(file: ts.SourceFile, statement: ts.Statement, node: ts.Node, names: Names): ts.TextChange[] {
  const hoisted: string[] = [];
  const changes = replaceCallsIn(file, node, names, hoisted);
  if (hoisted.length === 0) return changes;
  const newLine = newLineOf(file.text);
  return [{ span: { start: statement.getStart(file), length: 0 }, newText: hoisted.map((text) => `${text};${newLine}`).join("") }, ...changes];
}

/** Calls of `require` that always run become imports before the statement; the others get the type of what they load. */
function replaceCallsIn(file: ts.SourceFile, root: ts.Node, names: Names, hoisted: string[]): ts.TextChange[] {
  const changes: ts.TextChange[] = [];
  const visit = (node: ts.Node, always: boolean): void => {
    const specifier = requiredModule(node);
    if (specifier !== undefined) {
      const quoted = quoteLike(file, node, specifier);
      if (always) {
        const name = freshName(specifier, names.all);
        hoisted.push(`import ${name} = require(${quoted})`);
        changes.push(replace(file, node, name));
      } else {
        changes.push(replace(file, node, `(${node.getText(file)} as typeof import(${quoted}))`));
      }
      return;
    }
    const conditional = ts.isFunctionLike(node) || ts.isConditionalExpression(node) || ts.isIfStatement(node) || ts.isTryStatement(node) || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node) || ts.isClassLike(node);
    const logical = ts.isBinaryExpression(node) && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(node.operatorToken.kind);
    ts.forEachChild(node, (child) => {
      visit(child, always && !conditional && !logical);
    });
  };
  visit(root, true);
  return changes;
}

/** A name for a module that the file does not use yet: `./lib/foo-bar` is `fooBar`. */
export function freshName(specifier: string, taken: Set<string>): string {
  const stem = posix.basename(specifier).replace(/\.[cm]?js(on)?$/, "").replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? "");
  const wanted = /^[A-Za-z_$]/.test(stem) ? stem : `module${stem}`;
  let name = wanted;
  for (let number = 1; taken.has(name) || ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) !== undefined; number++) name = `${wanted}Module${number === 1 ? "" : number}`;
  taken.add(name);
  return name;
}

function quoteLike(file: ts.SourceFile, node: ts.Node, specifier: string): string {
  const call = ts.isCallExpression(node) ? node.arguments[0]?.getText(file) : undefined;
  return call ?? JSON.stringify(specifier);
}

function replace(file: ts.SourceFile, node: ts.Node, newText: string): ts.TextChange {
  const start = node.getStart(file);
  return { span: { start, length: node.getEnd() - start }, newText };
}
