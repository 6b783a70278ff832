import ts from "typescript";
import { bare, isFunction, parentOf } from "./syntax.ts";
import type { Slot } from "./slot.ts";
import type { Workbench } from "./workbench.ts";

export interface Annotation {
  readonly slot: Slot;
  readonly isNew: boolean;
}

/** The slot for a declaration's type, made with `any` alone if there is none; undefined where no annotation can stand. */
export function annotate(bench: Workbench, declaration: ts.Node, ladder: readonly string[] = ["any"]): Annotation | undefined {
  if (ts.isBindingElement(declaration)) return annotate(bench, declaration.parent.parent, ladder);
  if (ts.isPropertyAssignment(declaration)) return castTo(bench, declaration.initializer, ladder);
  if (ts.isParameter(declaration)) return annotateParameter(bench, declaration, ladder);
  if (ts.isVariableDeclaration(declaration)) return annotateVariable(bench, declaration, ladder);
  if (ts.isPropertyDeclaration(declaration)) return annotateProperty(bench, declaration, ladder);
  if (isFunction(declaration)) return annotateReturn(bench, declaration, ladder);
  return undefined;
}

function annotateParameter(bench: Workbench, parameter: ts.ParameterDeclaration, ladder: readonly string[]): Annotation | undefined {
  const at = bench.basePosition(parameter.name);
  if (at === undefined) return undefined;
  if (ts.isIdentifier(parameter.name) && parameter.name.text === "this") return findThis(bench, parameter);
  const isRest = parameter.dotDotDotToken !== undefined;
  const hasParens = parameter.parent.getChildren().some((child) => child.kind === ts.SyntaxKind.OpenParenToken);
  const known = bench.find(at.path, "parameter", at.start);
  if (known === undefined && parameter.type !== undefined) return undefined;
  const more = { end: at.end, ladder: isRest ? ladder.map((type) => (type === "any" ? "any[]" : type)) : ladder };
  return bench.slot(at.path, "parameter", at.start, !hasParens && ts.isArrowFunction(parameter.parent) ? { ...more, bare: true } : more);
}

function findThis(bench: Workbench, parameter: ts.ParameterDeclaration): Annotation | undefined {
  const at = bench.basePosition(parameter.parent);
  const slot = at === undefined ? undefined : bench.find(at.path, "this", at.start);
  return slot === undefined ? undefined : { slot, isNew: false };
}

function annotateVariable(bench: Workbench, variable: ts.VariableDeclaration, ladder: readonly string[]): Annotation | undefined {
  const at = bench.basePosition(variable.name);
  if (at === undefined || ts.isForInStatement(variable.parent.parent) || ts.isForOfStatement(variable.parent.parent)) return undefined;
  if (ts.isCatchClause(variable.parent)) return bench.slot(at.path, "catch", at.start, { end: at.end, ladder });
  const symbol = ts.isIdentifier(variable.name) ? bench.project.program().getTypeChecker().getSymbolAtLocation(variable.name) : undefined;
  const declarations = (symbol?.declarations ?? [variable]).filter((found) => ts.isVariableDeclaration(found) && !ts.isForInStatement(found.parent.parent) && !ts.isForOfStatement(found.parent.parent));
  const [first, ...rest] = declarations.flatMap((found) => (ts.isVariableDeclaration(found) ? (bench.basePosition(found.name) ?? []) : []));
  if (first === undefined) return undefined;
  const known = bench.find(first.path, "variable", first.start);
  if (known !== undefined) return { slot: known, isNew: false };
  if (variable.type !== undefined) return undefined;
  return bench.slot(first.path, "variable", first.start, { end: first.end, alsoAt: rest.filter((other) => other.path === first.path).map((other) => other.end), ladder });
}

function annotateProperty(bench: Workbench, property: ts.PropertyDeclaration, ladder: readonly string[]): Annotation | undefined {
  const at = bench.basePosition(property.name);
  if (at === undefined) return undefined;
  const member = bench.find(at.path, "member", at.start, memberName(property));
  if (member !== undefined) return { slot: member, isNew: false };
  const known = bench.find(at.path, "variable", at.start);
  if (known === undefined && property.type !== undefined) return undefined;
  return bench.slot(at.path, "variable", at.start, { end: at.end, ladder });
}

export function memberName(property: ts.PropertyDeclaration): string {
  const isStatic = property.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) === true;
  return `declare ${isStatic ? "static " : ""}${property.name.getText()}`;
}

function annotateReturn(bench: Workbench, declaration: ts.FunctionLikeDeclaration, ladder: readonly string[]): Annotation | undefined {
  if (ts.isConstructorDeclaration(declaration) || ts.isSetAccessor(declaration)) return undefined;
  const parens = declaration.getChildren().find((child) => child.kind === ts.SyntaxKind.CloseParenToken);
  const at = parens === undefined ? undefined : bench.basePosition(parens);
  if (at === undefined) return undefined;
  const known = bench.find(at.path, "return", at.start);
  if (known === undefined && declaration.type !== undefined) return undefined;
  return bench.slot(at.path, "return", at.start, { end: at.end, ladder });
}

/** `this: T` in front of a function's parameters. */
export function annotateThis(bench: Workbench, declaration: ts.Node, ladder: readonly string[] = ["any"]): Annotation | undefined {
  if (!isFunction(declaration) || ts.isArrowFunction(declaration) || ts.isConstructorDeclaration(declaration)) return undefined;
  const open = declaration.getChildren().find((child) => child.kind === ts.SyntaxKind.OpenParenToken);
  const whole = bench.basePosition(declaration);
  const at = open === undefined ? undefined : bench.basePosition(open);
  if (at === undefined || whole === undefined) return undefined;
  const others = declaration.parameters.filter((parameter) => !(ts.isIdentifier(parameter.name) && parameter.name.text === "this"));
  return bench.slot(whole.path, "this", whole.start, { end: at.end, ladder, glue: others.length > 0 ? ", " : "" });
}

/** `(expression as T)`; without parentheses where none are needed. */
export function castTo(bench: Workbench, expression: ts.Node, ladder: readonly string[] = ["any"]): Annotation | undefined {
  const node = bare(expression);
  const at = bench.basePosition(node);
  if (at === undefined || !ts.isExpression(node) || node.kind === ts.SyntaxKind.SuperKeyword || ts.isExternalModuleReference(node.parent)) return undefined;
  return bench.slot(at.path, "cast", at.start, { end: at.end, name: String(at.end), ladder, glue: castGlue(node) });
}

function castGlue(node: ts.Node): string {
  const parent = parentOf(node);
  const free =
    (ts.isPropertyAssignment(parent) && bare(parent.initializer) === node) ||
    (ts.isVariableDeclaration(parent) && parent.initializer !== undefined && bare(parent.initializer) === node) ||
    (ts.isCallExpression(parent) && parent.arguments.some((argument) => bare(argument) === node)) ||
    (ts.isReturnStatement(parent) && parent.expression !== undefined);
  if (free && isSimple(node)) return "";
  return startsStatement(node) ? ";(" : "(";
}

/** Does `as` after it bind to all of it? */
function isSimple(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || node.kind === ts.SyntaxKind.NullKeyword;
}

/** Would an opening parenthesis here be read as a call of what the previous line ends with? */
function startsStatement(node: ts.Node): boolean {
  const statement = ts.findAncestor(node, ts.isExpressionStatement);
  if (statement === undefined || !(ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent) || ts.isCaseOrDefaultClause(statement.parent))) return false;
  const file = node.getSourceFile();
  if (statement.getStart(file) !== node.getStart(file)) return false;
  return !/[;{}]\s*$/.test(file.text.slice(0, statement.getFullStart()));
}
