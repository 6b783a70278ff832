import { posix } from "node:path";
import ts from "typescript";
import type { FileSource } from "../project.ts";
import { strictModeHazard } from "./hazards.ts";

export interface Selection {
  readonly paths: readonly string[];
  readonly notes: readonly string[];
  /** JavaScript that stays, such as tests: it shows how the package is called. */
  readonly callers: readonly string[];
}

const JAVASCRIPT = /\.[cm]?jsx?$/;
const STAYS_FOLDER = /(^|\/)(tests?|__tests__|__mocks__|specs?|fixtures|examples?|bench(marks?)?|perf|dist|build|coverage|docs?|vendor|node_modules|\.[^/]+)\//i;
const STAYS_FILE = /(^|\/)(\.[^/]*|(test|spec|bench|benchmark|example)s?([-_.A-Z][^/]*)?|[^/]*[-_.](test|spec|bench|config|conf)|(Grunt|gulp|Jake)file)\.[cm]?jsx?$/;
const MOST_BYTES = 1024 * 1024;
const LONGEST_LINE = 5000;

/** Which JavaScript files are migrated: those asked for, else the package's own code. What is left alone for its content is named in the notes. */
export function selectFiles(source: FileSource, asked: readonly string[] | undefined): Selection {
  const all = source.list().filter((path) => JAVASCRIPT.test(path));
  const wanted = all.filter((path) => (asked === undefined || asked.length === 0 ? !STAYS_FOLDER.test(path) && !STAYS_FILE.test(path) : asked.some((one) => path === one || path.startsWith(`${one.replace(/\/$/, "")}/`))));
  const notes: string[] = [];
  const paths = wanted.filter((path) => {
    const reason = reasonToLeave(path, source, all);
    if (reason !== undefined) notes.push(`${path} stays JavaScript: ${reason}.`);
    return reason === undefined;
  });
  return { paths, notes, callers: all.filter((path) => !wanted.includes(path) && reasonToLeave(path, source, all) === undefined) };
}

function reasonToLeave(path: string, source: FileSource, all: readonly string[]): string | undefined {
  const text = source.read(path);
  if (text === undefined) return "it cannot be read";
  if (text.length > MOST_BYTES) return "it is larger than 1 MB";
  if (text.split("\n").some((line) => line.length > LONGEST_LINE)) return "it is minified or generated (a line has more than 5,000 characters)";
  if (source.read(migratedName(path)) !== undefined) return `${posix.basename(migratedName(path))} exists already`;
  if (all.some((other) => other !== path && migratedName(other) === migratedName(path))) return "another file would get the same name";
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JSX);
  const [error] = syntaxErrors(file);
  if (error === undefined) return strictModeHazard(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSX));
  const { line } = file.getLineAndCharacterOfPosition(error.start ?? 0);
  return `it has a syntax error in line ${line + 1} (${ts.flattenDiagnosticMessageText(error.messageText, " ")})`;
}

function syntaxErrors(file: ts.SourceFile): readonly ts.Diagnostic[] {
  const host: ts.CompilerHost = {
    getSourceFile: () => file,
    getDefaultLibFileName: () => "",
    writeFile: () => undefined,
    getCurrentDirectory: () => "",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: () => false,
    readFile: () => undefined,
  };
  const program = ts.createProgram([file.fileName], { allowJs: true, noLib: true, noResolve: true, jsx: ts.JsxEmit.Preserve, types: [] }, host);
  return program.getSyntacticDiagnostics(file).filter((found) => found.code < 8000 || found.code > 8999);
}

/** `.js` → `.ts`, `.mjs` → `.mts`, `.cjs` → `.cts`, `.jsx` → `.tsx`. */
export function migratedName(path: string): string {
  return path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
}
