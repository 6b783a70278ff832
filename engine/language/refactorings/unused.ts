import ts from "typescript";
import { isExportsObject, nodeAt, walk } from "../migration/syntax.ts";
import type { Project } from "../project.ts";

/** "… is declared but never used", for one name and for all of an import, a pattern, a declaration. */
const UNUSED_CODES: ReadonlySet<number> = new Set([6133, 6192, 6196, 6198, 6199]);

/** The names of a file that nothing reads and nothing else writes. */
export function unusedNames(project: Project, path: string): ReadonlySet<ts.Identifier> {
  const file = project.sourceFile(path);
  const names = new Set<ts.Identifier>();
  if (file === undefined || evaluatesText(file)) return names;
  for (const { code, start, length } of project.service.getSuggestionDiagnostics(project.fileName(path))) {
    if (!UNUSED_CODES.has(code)) continue;
    for (const name of boundIn(nodeAt(file, start, length))) if (!isKeptOnPurpose(file, name)) names.add(name);
  }
  const mentioned = mentions(file, names);
  for (const name of names) {
    const symbol = symbolOf(project, name);
    const others = (mentioned.get(name.text) ?? []).filter((other) => other !== name && symbolOf(project, other) === symbol);
    if (symbol === undefined || others.length > 0) names.delete(name);
  }
  return names;
}

function symbolOf(project: Project, name: ts.Identifier): ts.Symbol | undefined {
  const checker = project.program().getTypeChecker();
  return ts.isShorthandPropertyAssignment(name.parent) ? checker.getShorthandAssignmentValueSymbol(name.parent) : checker.getSymbolAtLocation(name);
}

function mentions(file: ts.SourceFile, names: ReadonlySet<ts.Identifier>): ReadonlyMap<string, readonly ts.Identifier[]> {
  const texts = new Set([...names].map((name) => name.text));
  const found = new Map<string, ts.Identifier[]>();
  walk(file, (node) => {
    if (ts.isIdentifier(node) && texts.has(node.text)) found.set(node.text, [...(found.get(node.text) ?? []), node]);
    return undefined;
  });
  return found;
}

/** The names that a node declares, when it is a declaration, a pattern or a name of one. */
function boundIn(node: ts.Node): readonly ts.Identifier[] {
  if (ts.isIdentifier(node)) return [node];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(boundIn);
  if (ts.isVariableDeclarationList(node)) return node.declarations.flatMap(boundIn);
  if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) return boundIn(node.name);
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) return node.elements.flatMap((element) => (ts.isBindingElement(element) ? boundIn(element) : []));
  if (ts.isImportDeclaration(node)) return node.importClause === undefined ? [] : boundIn(node.importClause);
  if (ts.isImportClause(node)) return [...(node.name === undefined ? [] : [node.name]), ...(node.namedBindings === undefined ? [] : boundIn(node.namedBindings))];
  if (ts.isNamedImports(node)) return node.elements.map(({ name }) => name);
  if (ts.isNamespaceImport(node) || ts.isImportSpecifier(node) || ts.isImportEqualsDeclaration(node)) return [node.name];
  if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node)) && node.name !== undefined) return [node.name];
  return [];
}

/** Somebody told a linter that the name is unused on purpose. */
function isKeptOnPurpose(file: ts.SourceFile, name: ts.Identifier): boolean {
  const { line } = file.getLineAndCharacterOfPosition(name.getStart(file));
  const starts = file.getLineStarts();
  const lines = file.text.slice(starts[Math.max(0, line - 1)], starts[line + 1] ?? file.text.length);
  return /eslint-disable(?:-next-line|-line)?\b.*no-unused-vars/.test(lines) || /\/\*\s*eslint-disable[^*]*no-unused-vars/.test(file.text);
}

/** Text that is run as code, or a `with`, can use any name. */
function evaluatesText(file: ts.SourceFile): boolean {
  let found = false;
  walk(file, (node) => {
    found ||= ts.isWithStatement(node) || (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "eval");
    return !found;
  });
  return found;
}

/** Whether a file is a module, so that its top-level names are its own. */
export function isModule(file: ts.SourceFile): boolean {
  let found = ts.isExternalModule(file);
  walk(file, (node) => {
    found ||= isExportsObject(node) || (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require");
    return !found;
  });
  return found;
}
