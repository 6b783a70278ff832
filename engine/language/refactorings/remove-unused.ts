import ts from "typescript";
import { requiredModule } from "../migration/syntax.ts";
import { applyTextChanges, type Project, type RefactoringContext, type RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { isPure, isPureClass, loadsQuietly } from "./purity.ts";
import { count, forEachFile, openProject, selectFiles, syntaxError } from "./sources.ts";
import { removeElements, removeStatement } from "./text-removal.ts";
import { isModule, unusedNames } from "./unused.ts";

/** What was used by unused code only becomes unused itself. */
const MOST_ROUNDS = 50;
/** "Cannot find name": nothing of this kind may come of a removal. */
const UNRESOLVED: ReadonlySet<number> = new Set([2304, 2552, 18004, 2305, 2614]);

type Only = RefactoringOptions<"remove_unused">["only"];

/**
 * Removes imports and local variables, functions, classes and types that nothing uses, until there are none. Exports, parameters and class
 * members stay, and so does whatever an unused variable's value does.
 */
export function removeUnused(context: RefactoringContext, { paths, only }: RefactoringOptions<"remove_unused">): RefactoringResult {
  const project = openProject(context);
  const { files, notes } = selectFiles(project, context.source, paths);
  let names = 0;
  forEachFile(context, files, "Removing unused code", (path) => {
    names += cleanFile(project, path, only, notes);
  });
  const edits = project.edits();
  const what = only === "imports" ? "import" : "name";
  const summary = edits.length === 0 ? `No unused ${only ?? "code"} was found.` : `Removed ${count(names, `unused ${what}`)} in ${count(edits.length, "file")}.`;
  return { edits, summary, notes };
}

function cleanFile(project: Project, path: string, only: Only, notes: string[]): number {
  const original = project.text(path) ?? "";
  const unresolved = countUnresolved(project, path);
  let names = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const file = project.sourceFile(path);
    if (file === undefined || !isModule(file)) break;
    const removal = planRemoval(project, path, file, only);
    if (removal.changes.length === 0) break;
    names += removal.names;
    project.write(path, applyTextChanges(file.text, removal.changes));
  }
  if (names > 0 && (syntaxError(project, path) !== undefined || countUnresolved(project, path) > unresolved)) {
    project.write(path, original);
    notes.push(`${path} was left alone: what is unused in it could not be removed safely.`);
    return 0;
  }
  return names;
}

function countUnresolved(project: Project, path: string): number {
  return project.service.getSemanticDiagnostics(project.fileName(path)).filter(({ code }) => UNRESOLVED.has(code)).length;
}

interface Removal {
  readonly changes: ts.TextChange[];
  names: number;
}

function planRemoval(project: Project, path: string, file: ts.SourceFile, only: Only): Removal {
  const unused = unusedNames(project, path);
  const removal: Removal = { changes: [], names: 0 };
  const isJavaScript = /\.[cm]?jsx?$/.test(path);
  const loads = (specifier: string): boolean => loadsQuietly(project, path, specifier);
  const isUnused = (name: ts.Node | undefined): boolean => name !== undefined && ts.isIdentifier(name) && unused.has(name);
  const visit = (node: ts.Node): void => {
    const before = removal.changes.length;
    if (ts.isImportDeclaration(node)) {
      // TypeScript does not load a module whose import is unused; JavaScript does.
      if (only !== "locals") cleanImport(file, node, isUnused, !isJavaScript || loads(ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : ""), removal);
    } else if (ts.isImportEqualsDeclaration(node)) {
      if (only !== "locals" && isUnused(node.name)) remove(file, node, 1, removal);
    } else if (ts.isVariableStatement(node)) {
      cleanVariables(file, node, isUnused, loads, only, removal);
    } else if (only !== "imports" && isRemovable(node, isUnused, loads)) {
      remove(file, node, 1, removal);
    }
    if (removal.changes.length === before) ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return removal;
}

function remove(file: ts.SourceFile, statement: ts.Statement, names: number, removal: Removal): void {
  removal.changes.push(removeStatement(file, statement));
  removal.names += names;
}

function isRemovable(node: ts.Node, isUnused: (name: ts.Node | undefined) => boolean, loads: (specifier: string) => boolean): node is ts.DeclarationStatement {
  if (!ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node) && !ts.isEnumDeclaration(node)) return false;
  if (!isUnused(node.name) || !(ts.isBlock(node.parent) || ts.isSourceFile(node.parent))) return false;
  if (ts.isClassDeclaration(node)) return isPureClass(node, loads);
  return !ts.isEnumDeclaration(node) || node.members.every(({ initializer }) => initializer === undefined || isPure(initializer, loads));
}

function cleanImport(file: ts.SourceFile, node: ts.ImportDeclaration, isUnused: (name: ts.Node | undefined) => boolean, quiet: boolean, removal: Removal): void {
  const { importClause } = node;
  if (importClause === undefined) return;
  const { name, namedBindings } = importClause;
  const elements = namedBindings === undefined ? [] : ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings];
  const gone = elements.filter((element) => isUnused(element.name));
  const names = gone.length + (isUnused(name) ? 1 : 0);
  if (names === 0) return;
  removal.names += names;
  if (gone.length === elements.length && (name === undefined || isUnused(name))) {
    if (quiet || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) removal.changes.push(removeStatement(file, node));
    else removal.changes.push(cut(importClause.getStart(file), node.moduleSpecifier.getStart(file)));
    return;
  }
  if (name !== undefined && namedBindings !== undefined && isUnused(name)) removal.changes.push(cut(name.getStart(file), namedBindings.getStart(file)));
  if (name !== undefined && namedBindings !== undefined && gone.length === elements.length) removal.changes.push(cut(name.getEnd(), namedBindings.getEnd()));
  else removal.changes.push(...removeElements(file, elements, (element) => gone.includes(element as ts.ImportSpecifier)));
}

function cleanVariables(file: ts.SourceFile, node: ts.VariableStatement, isUnused: (name: ts.Node | undefined) => boolean, loads: (specifier: string) => boolean, only: Only, removal: Removal): void {
  const { declarations, flags } = node.declarationList;
  if ((flags & ts.NodeFlags.Using) !== 0 || !(ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent))) return;
  const gone: ts.VariableDeclaration[] = [];
  for (const declaration of declarations) {
    const { name, initializer } = declaration;
    const isImport = initializer !== undefined && requiredModule(ts.isPropertyAccessExpression(initializer) ? initializer.expression : initializer) !== undefined;
    if ((only === "imports" && !isImport) || (only === "locals" && isImport)) continue;
    const pure = initializer === undefined || isPure(initializer, loads);
    if (isWhollyUnused(name, isUnused, loads)) {
      if (pure) gone.push(declaration);
      else if (declarations.length === 1) {
        const value = file.text.slice(initializer.getStart(file), initializer.getEnd());
        removal.changes.push({ span: { start: node.getStart(file), length: initializer.getEnd() - node.getStart(file) }, newText: /^[\w$]/.test(value) && !/^(?:function|class|async|let)\b/.test(value) ? value : `void ${value}` });
        removal.names++;
      }
    } else if (ts.isObjectBindingPattern(name) && !name.elements.some(({ dotDotDotToken }) => dotDotDotToken !== undefined)) {
      const elements = name.elements.filter((element) => isUnusedElement(element, isUnused, loads));
      removal.changes.push(...removeElements(file, name.elements, (element) => elements.some((each) => each === element)));
      removal.names += elements.length;
    }
  }
  removal.names += gone.length;
  if (gone.length === declarations.length) removal.changes.push(removeStatement(file, node));
  else removal.changes.push(...removeElements(file, declarations, (each) => gone.some((declaration) => declaration === each)));
}

function isWhollyUnused(name: ts.BindingName, isUnused: (name: ts.Node | undefined) => boolean, loads: (specifier: string) => boolean): boolean {
  if (ts.isIdentifier(name)) return isUnused(name);
  if (!ts.isObjectBindingPattern(name) || name.elements.length === 0) return false;
  return name.elements.every((element) => isUnusedElement(element, isUnused, loads));
}

function isUnusedElement(element: ts.BindingElement, isUnused: (name: ts.Node | undefined) => boolean, loads: (specifier: string) => boolean): boolean {
  const { name, initializer, propertyName } = element;
  return isUnused(name) && (initializer === undefined || isPure(initializer, loads)) && !(propertyName !== undefined && ts.isComputedPropertyName(propertyName) && !isPure(propertyName.expression, loads));
}

function cut(start: number, end: number): ts.TextChange {
  return { span: { start, length: end - start }, newText: "" };
}
