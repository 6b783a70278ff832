import { UserError } from "../../errors.ts";
import { createProject, type RefactoringContext, type RefactoringResult } from "../project.ts";
import { nameTypes } from "./name-types.ts";
import { packageFiles, PROGRAM_OPTIONS } from "./package-files.ts";
import { reportOn, type MigrationReport } from "./report.ts";
import { migratedName, selectFiles } from "./select-files.ts";
import { solve } from "./solve.ts";
import { tighten } from "./tighten.ts";
import { toModuleSyntax } from "./to-module-syntax.ts";
import { Workbench } from "./workbench.ts";
import ts from "typescript";

export interface MigrationOptions {
  /** Files or folders; default: the package's own code, without tests, examples, builds and configuration. */
  readonly paths?: readonly string[] | undefined;
  /** Processor time for finding better types once there are no errors. Default 45 s. */
  readonly searchMilliseconds?: number;
}

export interface MigrationResult extends RefactoringResult {
  readonly report: MigrationReport;
}

const SEARCH_MILLISECONDS = 45_000;

/**
 * Rewrites JavaScript as TypeScript that behaves the same: module syntax, new names, annotations and assertions, nothing that runs. The result
 * has no type error under `strict`; what cannot be typed is widened, asserted, and at the very last suppressed, and the report counts all of it.
 * @throws UserError `bad_input` when there is no JavaScript to migrate; the signal's reason when it is aborted.
 */
export async function migrateToTypeScript(context: RefactoringContext, options: MigrationOptions = {}): Promise<MigrationResult> {
  const { source, progress, signal } = context;
  const started = Date.now();
  const selection = selectFiles(source, options.paths);
  if (selection.paths.length === 0) {
    const why = selection.notes.length > 0 ? ` ${selection.notes.join(" ")}` : "";
    throw new UserError("bad_input", `There is no JavaScript file here that can be migrated.${why}`, "Name files or folders with JavaScript code, or open the folder that has them.");
  }
  const notes = [...selection.notes];
  const hasJsx = selection.paths.some((path) => path.endsWith("x"));
  const project = createProject(source, { roots: [...selection.paths, ...selection.callers], options: hasJsx ? { ...PROGRAM_OPTIONS, jsx: ts.JsxEmit.Preserve } : PROGRAM_OPTIONS });
  progress("Converting modules", 0, 100);
  for (const path of selection.paths) {
    const converted = toModuleSyntax(path, project.text(path) ?? "");
    notes.push(...converted.notes.map((note) => `${path}: ${note}`));
    project.write(path, converted.text);
    project.move(path, migratedName(path));
  }
  const bench = new Workbench(project, selection.paths.map(migratedName), signal);
  progress("Checking types", 5, 100);
  await solve(bench);
  await tighten(bench, selection.callers, options.searchMilliseconds ?? SEARCH_MILLISECONDS, (share) => {
    progress("Finding better types", 10 + Math.round(85 * share), 100);
  });
  nameTypes(bench);
  const report = reportOn(bench, started);
  progress("Writing package files", 98, 100);
  const sourceEdits = project.edits();
  const added = sourceEdits.flatMap((edit) => (edit.kind === "write" && edit.path.endsWith(".d.ts") ? [edit.path] : []));
  const files = packageFiles(source, selection.paths, added, hasJsx);
  return { edits: [...sourceEdits, ...files.edits], summary: summarize(report), notes: [...notes, ...files.notes, ...remarks(report)], report };
}

function summarize({ files, lines, declarations, anyDeclarations, suppressions }: MigrationReport): string {
  const share = declarations === 0 ? 0 : Math.round((100 * anyDeclarations) / declarations);
  const suppressed = suppressions.length === 0 ? "no error is suppressed" : `${suppressions.length} ${suppressions.length === 1 ? "error is" : "errors are"} suppressed`;
  return `Migrated ${files} ${files === 1 ? "file" : "files"} (${lines} lines) to strict TypeScript; ${share}% of ${declarations} declarations are any, ${suppressed}.`;
}

function remarks(report: MigrationReport): string[] {
  const notes: string[] = [];
  if (report.untypedModules.length > 0) notes.push(`These dependencies have no types here and are any: ${report.untypedModules.join(", ")}. Installing their @types packages may mend that.`);
  for (const { path, line, code, reason } of report.suppressions) notes.push(`${path}:${line} has a suppressed error: TS${code} ${reason}`);
  if (report.errorsLeft > 0) notes.push(`${report.errorsLeft} type errors are left.`);
  return notes;
}
