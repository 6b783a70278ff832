import ts from "typescript";
import * as z from "zod/mini";
import { UserError } from "../../errors.ts";
import { createProject, type FileSource, newLineOf, type Project, type RefactoringContext, SOURCE_EXTENSION } from "../project.ts";
import { defaultOptions } from "../project-options.ts";

/** Characters. A longer line is minified or generated code, which is nobody's to edit. */
const LONGEST_LINE = 5_000;

export interface Selection {
  /** The source files to work on. */
  readonly files: readonly string[];
  /** What was left alone, and why. */
  readonly notes: string[];
}

/** The workspace's source files in `paths` (all, where there are none) that can be refactored. @throws UserError when a path is not there. */
export function selectFiles(project: Project, source: FileSource, paths: readonly string[] | undefined): Selection {
  const notes: string[] = [];
  const files = inScope(source, paths).filter((path) => {
    const reason = reasonToLeave(project, path);
    if (reason !== undefined) notes.push(`${path} was left alone: ${reason}.`);
    return reason === undefined;
  });
  return { files, notes };
}

/** The source files in `paths`, declaration files left out. @throws UserError when a path is not there. */
export function inScope(source: FileSource, paths: readonly string[] | undefined): readonly string[] {
  const all = source.list();
  if (paths === undefined || paths.length === 0) return all.filter(isSource);
  const scopes = paths.map((path) => path.replace(/^(?:\.\/)+/, "").replace(/\/+$/, ""));
  for (const scope of scopes) {
    if (scope !== "" && scope !== "." && !all.some((path) => isIn(path, scope))) throw new UserError("bad_input", `There is no file or folder "${scope}" in the workspace that can be refactored.`, "Check the path; it is relative to the workspace's root.");
  }
  return all.filter((path) => isSource(path) && scopes.some((scope) => scope === "" || scope === "." || isIn(path, scope)));
}

const isSource = (path: string): boolean => SOURCE_EXTENSION.test(path) && !/\.d\.[cm]?ts$/.test(path);
const isIn = (path: string, scope: string): boolean => path === scope || path.startsWith(`${scope}/`);

function reasonToLeave(project: Project, path: string): string | undefined {
  const text = project.text(path);
  if (text === undefined) return "it cannot be read as text";
  if (isGenerated(text)) return "it is minified or generated";
  return syntaxError(project, path);
}

export function isGenerated(text: string): boolean {
  return text.split("\n").some((line) => line.length > LONGEST_LINE);
}

/** The first syntax error of a file, in words. */
export function syntaxError(project: Project, path: string): string | undefined {
  const file = project.sourceFile(path);
  // Codes 8000 to 8999 complain of types in JavaScript.
  const error = project.service.getSyntacticDiagnostics(project.fileName(path)).find(({ code }) => code < 8000 || code > 8999);
  if (file === undefined || error === undefined) return undefined;
  const { line } = file.getLineAndCharacterOfPosition(error.start);
  return `it has a syntax error in line ${line + 1} (${ts.flattenDiagnosticMessageText(error.messageText, " ")})`;
}

const pathOptionsSchema = z.looseObject({ paths: z.optional(z.unknown()), baseUrl: z.optional(z.string()) });

/** A project whose suggestions are for refactoring: JSX keeps its React import in use, unused code is suggested, not an error. */
export function openProject({ source }: RefactoringContext, overrides: ts.CompilerOptions = {}): Project {
  const options = defaultOptions(source);
  const jsx = options.jsx === undefined || options.jsx === ts.JsxEmit.Preserve ? ts.JsxEmit.React : options.jsx;
  const own: ts.CompilerOptions = { ...options, jsx, moduleDetection: ts.ModuleDetectionKind.Auto, noUnusedLocals: false, noUnusedParameters: false, ...overrides };
  const project = createProject(source, { options: own });
  const root = project.fileName("").replace(/\/$/, "");
  // The paths of tsconfig.json are relative to the workspace, wherever the project keeps it.
  const { paths, baseUrl } = z.parse(pathOptionsSchema, own);
  if (paths !== undefined) project.setOptions({ ...own, ...Object.fromEntries(baseUrl === undefined ? [] : [["baseUrl", root + baseUrl]]), pathsBasePath: root });
  return project;
}

/** How new text in a file is to be laid out: as the file is. */
export function formatOf(text: string): ts.FormatCodeSettings {
  const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map((match) => match[1] ?? "");
  const tabs = indents.filter((indent) => indent.startsWith("\t")).length > indents.length / 2;
  const widths = indents.filter((indent) => !indent.includes("\t")).map((indent) => indent.length);
  const size = widths.length === 0 ? 4 : Math.min(8, Math.max(2, Math.min(...widths)));
  return { ...ts.getDefaultFormatCodeSettings(newLineOf(text)), convertTabsToSpaces: !tabs, indentSize: size, tabSize: tabs ? 4 : size };
}

/** Works through files one by one, telling how far it is. @throws the signal's reason when canceled. */
export function forEachFile(context: RefactoringContext, files: readonly string[], message: string, work: (path: string) => void): void {
  files.forEach((path, index) => {
    context.signal?.throwIfAborted();
    context.progress(message, index, files.length);
    work(path);
  });
  context.progress(message, files.length, files.length);
}

/** "3 files" or "1 file". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
