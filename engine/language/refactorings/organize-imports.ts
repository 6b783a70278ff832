import ts from "typescript";
import { newLineOf, type Project, type RefactoringContext, type RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { count, forEachFile, formatOf, openProject, selectFiles } from "./sources.ts";

const MOST_ROUNDS = 3;

/**
 * Sorts, merges and removes imports. An import for side effects alone (`import "./setup.js"`) is a border: nothing is moved over it.
 */
export function organizeImports(context: RefactoringContext, { paths }: RefactoringOptions<"organize_imports">): RefactoringResult {
  const project = openProject(context);
  const { files, notes } = selectFiles(project, context.source, paths);
  forEachFile(context, files, "Organizing imports", (path) => {
    organizeFile(project, path);
  });
  const edits = project.edits();
  const summary = edits.length === 0 ? "The imports are in order already." : `Organized the imports of ${count(edits.length, "file")}.`;
  return { edits, summary, notes };
}

function organizeFile(project: Project, path: string): void {
  if (project.sourceFile(path)?.statements.some(ts.isImportDeclaration) !== true) return;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = project.text(path) ?? "";
    const borders = addBorders(project, path, before);
    const format = formatOf(before);
    project.apply(project.service.organizeImports({ type: "file", fileName: project.fileName(path) }, format, {}));
    removeBorders(project, path, borders);
    if (project.text(path) === before) return;
  }
}

/** The compiler sorts within groups that blank lines part. Returns, per import for side effects, whether a blank line was put before and after. */
function addBorders(project: Project, path: string, text: string): readonly (readonly [before: boolean, after: boolean])[] {
  const file = project.sourceFile(path);
  if (file === undefined) return [];
  const newLine = newLineOf(text);
  const borders: [boolean, boolean][] = [];
  let bordered = "";
  let copied = 0;
  for (const statement of file.statements) {
    if (!isSideEffect(statement)) continue;
    const start = lineStart(text, statement.getStart(file));
    const end = lineEnd(text, statement.getEnd());
    const before = start > 0 && !/\n[ \t]*\r?\n$/.test(text.slice(0, start));
    const after = !/^[ \t]*\r?\n/.test(text.slice(end));
    bordered += text.slice(copied, start) + (before ? newLine : "") + text.slice(start, end) + (after ? newLine : "");
    copied = end;
    borders.push([before, after]);
  }
  if (borders.length > 0) project.write(path, bordered + text.slice(copied));
  return borders;
}

function removeBorders(project: Project, path: string, borders: readonly (readonly [before: boolean, after: boolean])[]): void {
  const file = project.sourceFile(path);
  if (file === undefined || borders.length === 0) return;
  let text = file.text;
  const statements = file.statements.filter(isSideEffect);
  borders.toReversed().forEach(([before, after], index) => {
    const statement = statements.at(-1 - index);
    if (statement === undefined) return;
    const end = lineEnd(text, statement.getEnd());
    if (after) text = text.slice(0, end) + text.slice(end).replace(/^[ \t]*\r?\n/, "");
    const start = lineStart(text, statement.getStart(file));
    if (before) text = text.slice(0, start).replace(/\n[ \t]*\r?\n$/, "\n").replace(/^[ \t]*\r?\n$/, "") + text.slice(start);
  });
  project.write(path, text);
}

function isSideEffect(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement) && statement.importClause === undefined;
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

function lineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end === -1 ? text.length : end + 1;
}
