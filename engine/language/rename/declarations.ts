import ts from "typescript";
import { isExportsObject, isPlainAssignment, walk } from "../migration/syntax.ts";
import type { Project } from "../project.ts";

/** An identifier that declares the name, in a file of the (expanded) project. */
export interface Declaration {
  readonly path: string;
  readonly node: ts.Identifier | ts.PrivateIdentifier;
  /** The names around it, outermost first: the class of a method, the function of a local. */
  readonly owners: readonly string[];
  readonly isTopLevel: boolean;
  readonly isMember: boolean;
  readonly line: number;
  /** What it is, in a word. */
  readonly kind: string;
}

/** Every identifier in the project's files that declares `name`. */
export function declarationsOf(project: Project, name: string): readonly Declaration[] {
  const found: Declaration[] = [];
  const checker = project.program().getTypeChecker();
  for (const path of project.files()) {
    const file = project.sourceFile(path);
    if (file?.text.includes(name) !== true) continue;
    walk(file, (node) => {
      if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name && declares(checker, node)) found.push(describe(path, file, node));
      return undefined;
    });
  }
  return found;
}

function declares(checker: ts.TypeChecker, node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.name === node && parent.propertyName?.text !== parent.name.text;
  // A property that is only taken apart is declared where the object comes from.
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  const symbol = checker.getSymbolAtLocation(node);
  return (symbol?.declarations ?? []).some((declaration) => declaration.getSourceFile() === node.getSourceFile() && ts.getNameOfDeclaration(declaration) === node);
}

function describe(path: string, file: ts.SourceFile, node: ts.Identifier | ts.PrivateIdentifier): Declaration {
  const owners = ownersOf(node);
  const isMember = ts.isPropertyAccessExpression(node.parent) ? !isExportsObject(node.parent.expression) : ts.isClassElement(node.parent) || ts.isTypeElement(node.parent) || ts.isObjectLiteralElementLike(node.parent) || ts.isEnumMember(node.parent);
  const scope = ts.findAncestor(node.parent, (above) => ts.isFunctionLike(above) && above !== node.parent);
  return { path, node, owners, isMember, isTopLevel: !isMember && scope === undefined, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, kind: kindOf(node) };
}

function kindOf({ parent }: ts.Node): string {
  if (ts.isParameter(parent)) return "parameter";
  if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return "function";
  if (ts.isClassLike(parent)) return "class";
  if (ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)) return "method";
  if (ts.isInterfaceDeclaration(parent) || ts.isTypeAliasDeclaration(parent)) return "type";
  if (ts.isEnumDeclaration(parent)) return "enum";
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return "import";
  if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) return "variable";
  return "property";
}

function ownersOf(node: ts.Node): readonly string[] {
  const owners: string[] = [];
  // `Foo.prototype.bar = …` and `Foo.bar = …` belong to Foo.
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) {
    const object = node.parent.expression;
    const owner = ts.isPropertyAccessExpression(object) && object.name.text === "prototype" ? object.expression : object;
    if (ts.isIdentifier(owner) && !isExportsObject(owner)) owners.push(owner.text);
  }
  for (let above = node.parent.parent; !ts.isSourceFile(above); above = above.parent) {
    const name = ownName(above);
    if (name !== undefined) owners.unshift(name);
  }
  return owners;
}

function ownName(node: ts.Node): string | undefined {
  const named = (ts.isClassLike(node) || ts.isFunctionLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
  if (named !== undefined) return named;
  const holder = ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isObjectLiteralExpression(node) ? node.parent : undefined;
  if (holder === undefined) return undefined;
  if ((ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder)) && ts.isIdentifier(holder.name)) return holder.name.text;
  return isPlainAssignment(holder) && ts.isPropertyAccessExpression(holder.left) && !isExportsObject(holder.left) ? holder.left.name.text : undefined;
}
