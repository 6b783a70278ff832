import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import { isAssignment, requiredModule } from "../migration/syntax.ts";
import type { Project } from "../project.ts";

const COLLECTIONS: ReadonlySet<string> = new Set(["Map", "Set", "WeakMap", "WeakSet", "Array", "Object"]);

/**
 * Whether evaluating an expression can do nothing but give a value. Reading a property counts as doing nothing. `loads` says it of a module.
 */
export function isPure(node: ts.Expression, loads: (specifier: string) => boolean): boolean {
  const pure = (child: ts.Expression): boolean => isPure(child, loads);
  if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
  if ([ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword, ts.SyntaxKind.ThisKeyword].includes(node.kind)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node) || ts.isTypeOfExpression(node) || ts.isVoidExpression(node) || ts.isPropertyAccessExpression(node)) return pure(node.expression);
  if (ts.isElementAccessExpression(node)) return pure(node.expression) && pure(node.argumentExpression);
  if (ts.isPrefixUnaryExpression(node)) return node.operator < ts.SyntaxKind.PlusPlusToken || node.operator > ts.SyntaxKind.MinusMinusToken ? pure(node.operand) : false;
  if (isAssignment(node)) return false;
  if (ts.isBinaryExpression(node)) return pure(node.left) && pure(node.right);
  if (ts.isConditionalExpression(node)) return pure(node.condition) && pure(node.whenTrue) && pure(node.whenFalse);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => !ts.isSpreadElement(element) && (ts.isOmittedExpression(element) || pure(element)));
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((property) => isPureProperty(property, pure));
  if (ts.isClassExpression(node)) return isPureClass(node, loads);
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && COLLECTIONS.has(node.expression.text) && (node.arguments ?? []).length === 0;
  const specifier = requiredModule(node);
  return specifier !== undefined && loads(specifier);
}

function isPureProperty(property: ts.ObjectLiteralElementLike, pure: (node: ts.Expression) => boolean): boolean {
  if (ts.isSpreadAssignment(property) || (ts.isComputedPropertyName(property.name) && !pure(property.name.expression))) return false;
  return !ts.isPropertyAssignment(property) || pure(property.initializer);
}

/** Whether declaring a class runs nothing: no decorators, static blocks, computed heritage, or static values that do something. */
export function isPureClass(node: ts.ClassLikeDeclaration, loads: (specifier: string) => boolean): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0) return false;
  const heritage = (node.heritageClauses ?? []).every((clause) => clause.types.every(({ expression }) => isPure(expression, loads)));
  return heritage && node.members.every((member) => {
    if (ts.isClassStaticBlockDeclaration(member) || (member.name !== undefined && ts.isComputedPropertyName(member.name) && !isPure(member.name.expression, loads))) return false;
    if (ts.canHaveDecorators(member) && (ts.getDecorators(member) ?? []).length > 0) return false;
    const isStatic = ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    return !isStatic || !ts.isPropertyDeclaration(member) || member.initializer === undefined || isPure(member.initializer, loads);
  });
}

/**
 * Whether loading a module only defines things. Node.js's own modules and packages count as such; a file of the workspace is looked into, and
 * what it loads in turn.
 */
export function loadsQuietly(project: Project, from: string, specifier: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (builtinModules.includes(specifier.replace(/^node:/, "")) || !specifier.startsWith(".")) return true;
  const path = resolveRelative(project, from, specifier);
  if (path === undefined || seen.has(path)) return path !== undefined;
  if (path.endsWith(".json")) return true;
  const file = project.sourceFile(path);
  if (file === undefined) return false;
  const loads = (inner: string): boolean => loadsQuietly(project, path, inner, new Set([...seen, path]));
  return file.statements.every((statement) => isQuietStatement(statement, loads));
}

function isQuietStatement(statement: ts.Statement, loads: (specifier: string) => boolean): boolean {
  if (ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEnumDeclaration(statement) || ts.isEmptyStatement(statement)) return true;
  if (ts.isImportDeclaration(statement)) return ts.isStringLiteral(statement.moduleSpecifier) && loads(statement.moduleSpecifier.text);
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier === undefined || (ts.isStringLiteral(statement.moduleSpecifier) && loads(statement.moduleSpecifier.text));
  if (ts.isExportAssignment(statement)) return isPure(statement.expression, loads);
  if (ts.isClassDeclaration(statement)) return isPureClass(statement, loads);
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.every(({ initializer }) => initializer === undefined || isPure(initializer, loads));
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (ts.isStringLiteral(expression)) return true;
  // `module.exports = …` and `exports.name = …`
  return ts.isBinaryExpression(expression) && /^(?:module\.)?exports(?:\.\w+)?$/.test(expression.left.getText()) && isPure(expression.right, loads);
}

/** The workspace file that a relative specifier means, by Node.js's rules and TypeScript's (`./a.js` may be `a.ts`). */
export function resolveRelative(project: Pick<Project, "text">, from: string, specifier: string): string | undefined {
  const base = posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\/$/, "");
  if (base.startsWith("..")) return undefined;
  const stem = base.replace(/\.([cm]?)jsx?$/, ".$1ts");
  const extensions = ["", ".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".json", ".node"];
  const candidates = [...(specifier.endsWith("/") || base === "." ? [] : extensions.map((extension) => base + extension)), stem, `${stem}x`];
  const folders = extensions.slice(1).map((extension) => posix.join(base, `index${extension}`));
  return [...candidates, ...folders].find((path) => project.text(path) !== undefined);
}
