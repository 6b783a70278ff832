import { posix } from "node:path";
import ts from "typescript";
import type { FileEdit } from "./file-edit.ts";
import { LIB_FOLDER, libArchive } from "./lib-archive.ts";
import { defaultOptions } from "./project-options.ts";

/** Where a refactoring reads from. Paths are workspace-relative POSIX paths; text has no byte order mark. */
export interface FileSource {
  /** The workspace's own source files. */
  list(): readonly string[];
  /** Any file, `node_modules/…` included; undefined when there is none. */
  read(path: string): string | undefined;
}

export interface RefactoringContext {
  readonly source: FileSource;
  readonly progress: (message: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface RefactoringResult {
  readonly edits: readonly FileEdit[];
  /** One sentence for the user. */
  readonly summary: string;
  /** What was left alone, and why. */
  readonly notes: readonly string[];
}

/** A language service over a `FileSource` and in-memory edits on top of it. All paths are workspace-relative. */
export interface Project {
  readonly service: ts.LanguageService;
  /** The program as of the last edit; unchanged files keep their syntax trees. */
  program(): ts.Program;
  options(): ts.CompilerOptions;
  setOptions(options: ts.CompilerOptions): void;
  /** The root files, sorted. */
  files(): readonly string[];
  text(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): void;
  /** Renames a file; its imports elsewhere are the caller's business (`service.getEditsForFileRename`). */
  move(from: string, to: string): void;
  /** Takes the text changes that the language service answers with; true when any text changed. */
  apply(changes: readonly ts.FileTextChanges[]): boolean;
  sourceFile(path: string): ts.SourceFile | undefined;
  /** Workspace-relative path to the name that the language service knows, and back (undefined: outside the workspace). */
  fileName(path: string): string;
  relativePath(fileName: string): string | undefined;
  /** What separates the project from its source now. */
  edits(): FileEdit[];
}

export interface ProjectSettings {
  /** Default: those of the workspace's tsconfig.json or jsconfig.json, JavaScript allowed. */
  readonly options?: ts.CompilerOptions;
  /** Default: every source file that `source.list()` names. */
  readonly roots?: readonly string[];
}

interface Entry {
  readonly text: string;
  readonly version: string;
  /** The path in the source that this file was. */
  readonly origin: string | undefined;
}

export const SOURCE_EXTENSION = /\.[cm]?[jt]sx?$/;

/** Parsed library files are shared by all projects; each project has a root folder of its own, so nothing else is. */
const registry = ts.createDocumentRegistry(true, "/");
let projects = 0;
let versions = 0;

/** Makes a project. Reading is lazy; the first question to the service pays for parsing. */
export function createProject(source: FileSource, settings: ProjectSettings = {}): Project {
  const root = `/project-${++projects}`;
  const archive = libArchive();
  const roots = new Map<string, Entry>();
  const others = new Map<string, string | undefined>();
  const gone = new Set<string>();
  let options = settings.options ?? defaultOptions(source);
  let revision = 0;

  const read = (path: string): string | undefined => source.read(path)?.replace(/^\uFEFF/, "");
  const originals = (settings.roots ?? source.list()).filter((path) => SOURCE_EXTENSION.test(path));
  for (const path of originals) {
    const text = read(path);
    if (text !== undefined) roots.set(path, { text, version: "0", origin: path });
  }

  const fileName = (path: string): string => `${root}/${path}`;
  const relativePath = (name: string): string | undefined => (name.startsWith(`${root}/`) ? name.slice(root.length + 1) : undefined);
  const readName = (name: string): string | undefined => {
    const path = relativePath(name);
    if (path === undefined) return archive.get(name);
    const entry = roots.get(path);
    if (entry !== undefined) return entry.text;
    if (gone.has(path)) return undefined;
    if (!others.has(path)) others.set(path, read(path));
    return others.get(path);
  };
  const snapshots = new Map<string, { readonly version: string; readonly snapshot: ts.IScriptSnapshot }>();
  const versionOf = (name: string): string => roots.get(relativePath(name) ?? "")?.version ?? "0";

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getProjectVersion: () => String(revision),
    getScriptFileNames: () => [...roots.keys()].map(fileName),
    getScriptVersion: versionOf,
    getScriptSnapshot: (name) => {
      const version = versionOf(name);
      const known = snapshots.get(name);
      if (known?.version === version) return known.snapshot;
      const text = readName(name);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      snapshots.set(name, { version, snapshot });
      return snapshot;
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings_) => `${LIB_FOLDER}/${ts.getDefaultLibFileName(settings_)}`,
    fileExists: (name) => readName(name) !== undefined,
    readFile: readName,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
  const service = ts.createLanguageService(host, registry);

  const put = (path: string, text: string, origin: string | undefined): void => {
    roots.set(path, { text, version: String(++versions), origin });
    gone.delete(path);
    revision++;
  };
  const project: Project = {
    service,
    program: () => {
      const program = service.getProgram();
      if (program === undefined) throw new Error("The language service has no program.");
      return program;
    },
    options: () => options,
    setOptions: (next) => {
      options = next;
      revision++;
      // The service compares only the options that its program already has, so it would miss an added one.
      service.cleanupSemanticCache();
    },
    files: () => [...roots.keys()].sort(),
    text: (path) => readName(fileName(path)),
    write: (path, text) => {
      const known = roots.get(path);
      if (known?.text !== text) put(path, text, known === undefined ? (originals.includes(path) ? path : undefined) : known.origin);
    },
    remove: (path) => {
      roots.delete(path);
      gone.add(path);
      revision++;
    },
    move: (from, to) => {
      const entry = roots.get(from);
      if (entry === undefined) return;
      project.remove(from);
      put(to, entry.text, entry.origin);
    },
    apply: (changes) => {
      let changed = false;
      for (const { fileName: name, textChanges } of changes) {
        const path = relativePath(name);
        const text = path === undefined ? undefined : project.text(path);
        if (path === undefined || path.startsWith("node_modules/") || textChanges.length === 0) continue;
        project.write(path, applyTextChanges(text ?? "", textChanges));
        changed ||= project.text(path) !== text;
      }
      return changed;
    },
    sourceFile: (path) => project.program().getSourceFile(fileName(path)),
    fileName,
    relativePath,
    edits: () => {
      const edits: FileEdit[] = [];
      const kept = new Set([...roots.values()].map((entry) => entry.origin));
      for (const path of originals) if (!kept.has(path)) edits.push({ kind: "delete", path });
      for (const [path, { text, origin }] of roots) {
        if (origin === undefined) edits.push({ kind: "write", path, text });
        else if (origin !== path) edits.push({ kind: "move", from: origin, to: path, text });
        else if (read(path) !== text) edits.push({ kind: "write", path, text });
      }
      return edits;
    },
  };
  return project;
}

/** Applies changes whose spans refer to `text` as it is. */
export function applyTextChanges(text: string, changes: readonly ts.TextChange[]): string {
  let result = text;
  const backwards = changes
    .map((change, index) => ({ change, index }))
    .sort((a, b) => b.change.span.start - a.change.span.start || b.change.span.length - a.change.span.length || b.index - a.index);
  for (const { change } of backwards) {
    result = result.slice(0, change.span.start) + change.newText + result.slice(change.span.start + change.span.length);
  }
  return result;
}

/** The line ending that most of a text's lines have. */
export function newLineOf(text: string): "\r\n" | "\n" {
  const all = text.split("\n").length - 1;
  return text.split("\r\n").length - 1 > all / 2 ? "\r\n" : "\n";
}

/** A relative module specifier from one workspace file to another, extension included. */
export function specifierBetween(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}
