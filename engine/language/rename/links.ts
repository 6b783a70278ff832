import ts from "typescript";
import { isExportsObject, isPlainAssignment, requiredModule } from "../migration/syntax.ts";

/**
 * The identifiers of the same name that a reader takes for the same thing although the language does not: both names of an import or export, an
 * export and the variable it exports, what a `require` is taken apart into.
 */
export function linkedNames(node: ts.Node): readonly ts.Node[] {
  const { parent } = node;
  const text = ts.isIdentifier(node) ? node.text : undefined;
  const same = (...others: readonly (ts.Node | undefined)[]): readonly ts.Node[] => others.filter((other) => other !== undefined && other !== node && ts.isIdentifier(other) && other.text === text) as ts.Node[];
  if (text === undefined) return [];
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return same(parent.name, parent.propertyName);
  if (ts.isPropertyAssignment(parent)) {
    if (isExported(parent.parent)) return same(parent.name, nameOfValue(parent.initializer));
    return parent.name === node ? same(ownName(parent.initializer)) : [];
  }
  if (ts.isBindingElement(parent) && ts.isVariableDeclaration(parent.parent.parent) && isLoaded(parent.parent.parent.initializer)) return same(parent.name, parent.propertyName);
  if (ts.isVariableDeclaration(parent)) return parent.name !== node ? [] : same(loadedMember(parent.initializer), ownName(parent.initializer));
  if (ts.isFunctionExpression(parent) || ts.isClassExpression(parent)) return linkedThroughAssignment(parent, same);
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const holder = parent.parent;
    if (ts.isVariableDeclaration(holder) && holder.initializer === parent && loadedMember(parent) !== undefined) return same(holder.name);
    if (!isPlainAssignment(holder) || holder.left !== parent) return [];
    return same(isExportsObject(parent.expression) ? nameOfValue(holder.right) : ownName(holder.right));
  }
  return linkedThroughAssignment(node, same);
}

/** `exports.foo = foo`, or anything that a function of the same name is assigned to, from its right side. */
function linkedThroughAssignment(value: ts.Node, same: (...others: readonly (ts.Node | undefined)[]) => readonly ts.Node[]): readonly ts.Node[] {
  const { parent } = value;
  const isNamed = ts.isFunctionExpression(value) || ts.isClassExpression(value);
  if (ts.isPropertyAssignment(parent) && parent.initializer === value && (isNamed || isExported(parent.parent))) return same(parent.name);
  if (ts.isVariableDeclaration(parent) && isNamed) return same(parent.name);
  if (!isPlainAssignment(parent) || parent.right !== value || !ts.isPropertyAccessExpression(parent.left)) return [];
  return isNamed || isExportsObject(parent.left.expression) ? same(parent.left.name) : [];
}

function nameOfValue(value: ts.Expression): ts.Node | undefined {
  return ts.isFunctionExpression(value) || ts.isClassExpression(value) ? value.name : value;
}

/** The `foo` of `function foo() {}` as a value. */
function ownName(value: ts.Expression | undefined): ts.Node | undefined {
  return value !== undefined && (ts.isFunctionExpression(value) || ts.isClassExpression(value)) ? value.name : undefined;
}

/** An object literal that is the module's exports. */
function isExported(literal: ts.Node): boolean {
  return (isPlainAssignment(literal.parent) && literal.parent.right === literal && isExportsObject(literal.parent.left)) || ts.isExportAssignment(literal.parent);
}

function isLoaded(node: ts.Expression | undefined): boolean {
  if (node === undefined) return false;
  if (requiredModule(node) !== undefined) return true;
  return ts.isAwaitExpression(node) && ts.isCallExpression(node.expression) && node.expression.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** The `foo` of `require("x").foo`. */
function loadedMember(node: ts.Expression | undefined): ts.Node | undefined {
  return node !== undefined && ts.isPropertyAccessExpression(node) && isLoaded(node.expression) ? node.name : undefined;
}

/** What an imported or required whole is declared as in its own module, where it has the same name there. */
export function aliasedNames(checker: ts.TypeChecker, node: ts.Node): readonly ts.Node[] {
  if (!ts.isIdentifier(node) || !(ts.isImportClause(node.parent) || (ts.isVariableDeclaration(node.parent) && isLoaded(node.parent.initializer)))) return [];
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return [];
  return (checker.getAliasedSymbol(symbol).declarations ?? []).flatMap((declaration) => {
    const name = ts.getNameOfDeclaration(declaration) ?? declaration;
    return ts.isIdentifier(name) && name.text === node.text ? [name] : [];
  });
}
