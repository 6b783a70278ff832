import { isBuiltin } from "node:module";
import ts from "typescript";
import { newLineOf } from "../project.ts";
import { isExportsObject, isPlainAssignment, requiredModule, walk } from "./syntax.ts";

export interface ExportChanges {
  readonly changes: readonly ts.TextChange[];
  readonly notes: readonly string[];
}

/** Every mention of the exports object: `module.exports`, or `exports` where it stands alone. */
function mentions(file: ts.SourceFile): ts.Expression[] {
  const found: ts.Expression[] = [];
  walk(file, (node) => {
    if (!ts.isExpression(node) || !isExportsObject(node)) return undefined;
    found.push(node);
    return false;
  });
  return found;
}

/**
 * Turns CommonJS exports into TypeScript's. One `module.exports = …` is `export = …`; plain `exports.name = …` statements are named exports;
 * whatever else is done with the exports object is done with a constant that is exported at the end.
 */
export function convertExports(file: ts.SourceFile, names: { readonly all: Set<string>; readonly written: ReadonlySet<string> }): ExportChanges {
  const all = mentions(file);
  if (all.length === 0) return { changes: [], notes: [] };
  if (guardsTheModule(file)) return { changes: [], notes: ["It asks at run time which module system loads it, so it keeps its CommonJS exports."] };
  const whole = all.filter((node) => isPlainAssignment(node.parent) && node.parent.left === node);
  const single = whole.length === 1 ? whole[0] : undefined;
  if (single !== undefined && all.length === 1 && ts.isExpressionStatement(single.parent.parent) && ts.isSourceFile(single.parent.parent.parent)) {
    if (!loadsAfter(file, single)) return { changes: [spanChange(single.getStart(file), afterEquals(file, single), "export = ")], notes: [] };
  }
  const named = whole.length === 0 ? namedExports(file, all, names.all) : undefined;
  if (named !== undefined) return { changes: named, notes: [] };
  return throughConstant(file, all, whole, names.all);
}

/**
 * TypeScript emits `export =` at the end of the file. Where a module is loaded after the exports were assigned, it may be one that loads this
 * file in a circle, so the early assignment stays too.
 */
function loadsAfter(file: ts.SourceFile, node: ts.Node | undefined): boolean {
  const end = node?.getEnd() ?? -1;
  let found = false;
  walk(file, (child) => {
    if (ts.isFunctionLike(child)) return false;
    found ||= child.getStart(file) > end && ts.isCallExpression(child) && ts.isIdentifier(child.expression) && child.expression.text === "require" && !isBuiltin(requiredModule(child) ?? ".");
    return !found;
  });
  return found;
}

function atEnd(file: ts.SourceFile, statement: string): ts.TextChange {
  const newLine = newLineOf(file.text);
  return { span: { start: file.getEnd(), length: 0 }, newText: `${file.text.endsWith("\n") ? "" : newLine}${newLine}${statement}${newLine}` };
}

/** The start of the next line where nothing else follows on this one. */
function lineEnd(file: ts.SourceFile, end: number): number {
  return end + (/^[ \t]*\r?\n/.exec(file.text.slice(end))?.[0].length ?? 0);
}

function freshIn(taken: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

/** `typeof module`, `typeof exports` and the like: a file that also runs without CommonJS. */
function guardsTheModule(file: ts.SourceFile): boolean {
  let found = false;
  walk(file, (node) => {
    found ||= ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression) && ["module", "exports"].includes(node.expression.text);
    return !found;
  });
  return found;
}

function namedExports(file: ts.SourceFile, all: readonly ts.Expression[], taken: Set<string>): ts.TextChange[] | undefined {
  const changes: ts.TextChange[] = [];
  const assigned = new Set<string>();
  const reads: { readonly node: ts.Node; readonly name: string }[] = [];
  const locals = new Map<string, string>();
  const renamed: string[] = [];
  for (const node of all) {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== node) return undefined;
    const name = access.name.text;
    const assignment = access.parent;
    if (!isPlainAssignment(assignment) || assignment.left !== access) {
      if (isWrittenTo(access)) return undefined;
      reads.push({ node: access, name });
      continue;
    }
    const isStatement = ts.isExpressionStatement(assignment.parent) && ts.isSourceFile(assignment.parent.parent);
    if (!isStatement || assigned.has(name) || !ts.isIdentifier(access.name) || ts.identifierToKeywordKind(access.name) !== undefined) return undefined;
    assigned.add(name);
    if (ts.isIdentifier(assignment.right) && assignment.right.text === name) {
      changes.push(spanChange(access.getStart(file), assignment.getEnd(), `export { ${name} }`));
    } else if (taken.has(`:${name}`) || ambiguous(file, name)) {
      const local = freshIn(taken, `${name}Export`);
      locals.set(name, local);
      changes.push(spanChange(access.getStart(file), assignment.right.getStart(file), `const ${local} = `));
      renamed.push(`${local} as ${name}`);
    } else {
      changes.push(spanChange(access.getStart(file), assignment.right.getStart(file), `export const ${name} = `));
    }
  }
  for (const { node, name } of reads) {
    if (!assigned.has(name)) return undefined;
    changes.push(spanChange(node.getStart(file), node.getEnd(), locals.get(name) ?? name));
  }
  if (renamed.length > 0) changes.push(atEnd(file, `export { ${renamed.join(", ")} };`));
  return changes;
}

/** Does the file use the bare identifier in any way, so that a constant of that name would capture it? */
function ambiguous(file: ts.SourceFile, name: string): boolean {
  let found = false;
  walk(file, (node) => {
    if (!ts.isIdentifier(node) || node.text !== name) return undefined;
    const { parent } = node;
    const isName = (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node) || ts.isMethodDeclaration(parent) || (ts.isFunctionExpression(parent) && parent.name === node);
    found ||= !isName;
    return undefined;
  });
  return found;
}

function isWrittenTo(access: ts.Node): boolean {
  const { parent } = access;
  return ts.isDeleteExpression(parent) || ((ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) && parent.operator >= ts.SyntaxKind.PlusPlusToken && parent.operator <= ts.SyntaxKind.MinusMinusToken) || (ts.isBinaryExpression(parent) && parent.left === access && parent.operatorToken.kind >= ts.SyntaxKind.FirstCompoundAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastCompoundAssignment);
}

/** `module.exports = f; module.exports.g = …`: the object gets a name, and is exported at the end of the file. */
function throughConstant(file: ts.SourceFile, all: readonly ts.Expression[], whole: readonly ts.Expression[], taken: Set<string>): ExportChanges {
  const newLine = newLineOf(file.text);
  const keep = (why: string): ExportChanges => ({ changes: [], notes: [why] });
  const outer = whole.map((node) => outermostAssignment(node));
  const [statement] = outer;
  const alias = statement === undefined ? all.find((node) => isAlias(node)) : undefined;
  const name = alias !== undefined && ts.isVariableDeclaration(alias.parent) && ts.isIdentifier(alias.parent.name) ? { text: alias.parent.name.text, declared: true } : constantName(file, outer[0], taken);
  const changes: ts.TextChange[] = [];
  const handled = new Set<ts.Node>();
  if (alias !== undefined) {
    handled.add(alias);
    if (!loadsAfter(file, undefined)) changes.push(spanChange(alias.getStart(file), alias.getEnd(), "{}"));
  } else if (statement === undefined) {
    const start = file.statements.find((found) => !(ts.isExpressionStatement(found) && ts.isStringLiteral(found.expression)))?.getStart(file) ?? 0;
    changes.push(spanChange(start, start, `const ${name.text} = ${loadsAfter(file, undefined) ? "exports" : "{}"};${newLine}`));
  } else {
    if (new Set(outer).size !== 1 || !ts.isExpressionStatement(statement.parent) || !ts.isSourceFile(statement.parent.parent)) return keep("It assigns its exports more than once or not at the top level, so they stay untyped.");
    const start = statement.getStart(file);
    const value = innermostValue(statement);
    whole.forEach((node) => handled.add(node));
    if (all.some((node) => node.getStart(file) < start && !insideFunction(node))) return keep("It uses its exports before it assigns them, so they stay untyped.");
    const early = loadsAfter(file, statement);
    if (name.declared && !early) changes.push(spanChange(start, lineEnd(file, statement.parent.getEnd()), ""));
    if (!name.declared) changes.push(spanChange(start, value.getStart(file), `const ${name.text} = ${early ? "module.exports = " : ""}`));
  }
  for (const node of all) if (!handled.has(node)) changes.push(spanChange(node.getStart(file), node.getEnd(), name.text));
  changes.push(atEnd(file, `export = ${name.text};`));
  return { changes, notes: [] };
}

/** `const name = module.exports` at the top level. */
function isAlias(node: ts.Expression): boolean {
  const declaration = node.parent;
  return ts.isVariableDeclaration(declaration) && declaration.initializer === node && ts.isIdentifier(declaration.name) && ts.isVariableStatement(declaration.parent.parent) && ts.isSourceFile(declaration.parent.parent.parent);
}

/** The assignment that a chain `exports = module.exports = …` begins with. */
function outermostAssignment(node: ts.Node): ts.BinaryExpression {
  let current = node.parent;
  while (isPlainAssignment(current.parent)) current = current.parent;
  if (!ts.isBinaryExpression(current)) throw new Error("Not an assignment.");
  return current;
}

function innermostValue(assignment: ts.BinaryExpression): ts.Expression {
  let value: ts.Expression = assignment;
  while (isPlainAssignment(value) && (isExportsObject(value.left) || ts.isIdentifier(value.left))) value = value.right;
  return value;
}

function constantName(file: ts.SourceFile, assignment: ts.BinaryExpression | undefined, taken: Set<string>): { readonly text: string; readonly declared: boolean } {
  const value = assignment === undefined ? undefined : innermostValue(assignment);
  const onlyExports = (node: ts.BinaryExpression): boolean => isExportsObject(node.left) && (!isPlainAssignment(node.right) || onlyExports(node.right));
  if (value !== undefined && assignment !== undefined && ts.isIdentifier(value) && onlyExports(assignment)) return { text: value.text, declared: true };
  const base = file.fileName.replace(/^.*\//, "").replace(/\..*$/, "");
  const stem = base === "index" || !/^[A-Za-z_$][\w$]*$/.test(base) ? "exported" : base;
  let text = stem;
  for (let number = 1; taken.has(text) || ts.identifierToKeywordKind(ts.factory.createIdentifier(text)) !== undefined; number++) text = `${stem}Exports${number === 1 ? "" : number}`;
  taken.add(text);
  return { text, declared: false };
}

function insideFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, (above) => ts.isFunctionLike(above)) !== undefined;
}

/** Behind the `=` of the assignment to a node, where its value starts. */
function afterEquals(file: ts.SourceFile, node: ts.Node): number {
  return isPlainAssignment(node.parent) ? node.parent.right.getStart(file) : node.getEnd();
}

function spanChange(start: number, end: number, newText: string): ts.TextChange {
  return { span: { start, length: end - start }, newText };
}
