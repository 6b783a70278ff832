import { posix } from "node:path";
import ts from "typescript";
import { LIB_FOLDER, libArchive } from "./lib-archive.ts";

/**
 * `tsc` for the sandbox: type-checks and emits what a tsconfig.json names, with the shipped compiler, where the workspace has none installed.
 * The library declarations, and those of Node.js where the workspace has none, come from the archive. Messages and exit codes are tsc's.
 */
const VIRTUAL_LIB = "/__typescript_lib__";

const formatHost: ts.FormatDiagnosticsHost = { getCurrentDirectory: () => ts.sys.getCurrentDirectory(), getCanonicalFileName: (name) => name, getNewLine: () => "\n" };

function print(diagnostics: readonly ts.Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  ts.sys.write(process.stdout.isTTY ? ts.formatDiagnosticsWithColorAndContext(diagnostics, formatHost) : ts.formatDiagnostics(diagnostics, formatHost));
}

/** What the archive has under a file name that no disk has: the library, and `/node_modules` above every folder. */
function archived(name: string): string | undefined {
  const path = name.replace(/^[A-Za-z]:/, "");
  return libArchive().get(path.startsWith(`${VIRTUAL_LIB}/`) ? LIB_FOLDER + path.slice(VIRTUAL_LIB.length) : path);
}

function createHost(options: ts.CompilerOptions): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  const folders = new Set([VIRTUAL_LIB]);
  for (const name of libArchive().keys()) if (name.startsWith("/node_modules/")) for (let folder = posix.dirname(name); folder !== "/"; folder = posix.dirname(folder)) folders.add(folder);
  const readFile = (name: string): string | undefined => disk.readFile(name) ?? archived(name);
  return {
    ...disk,
    getDefaultLibLocation: () => VIRTUAL_LIB,
    getDefaultLibFileName: (settings) => `${VIRTUAL_LIB}/${ts.getDefaultLibFileName(settings)}`,
    fileExists: (name) => disk.fileExists(name) || archived(name) !== undefined,
    readFile,
    directoryExists: (name) => ts.sys.directoryExists(name) || folders.has(name.replace(/^[A-Za-z]:/, "")),
    getSourceFile: (name, version) => {
      const text = readFile(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, version, true);
    },
  };
}

/** The project's file names and options; undefined (and a message) when there is none. */
function configure(args: readonly string[]): { readonly fileNames: readonly string[]; readonly options: ts.CompilerOptions; readonly errors: readonly ts.Diagnostic[] } | undefined {
  const line = ts.parseCommandLine(args, (path) => ts.sys.readFile(path));
  if (line.errors.length > 0 || line.fileNames.length > 0) return line;
  const at = line.options.project ?? ts.sys.getCurrentDirectory();
  const file = ts.sys.directoryExists(at) ? posix.join(at.replaceAll("\\", "/"), "tsconfig.json") : at;
  if (!ts.sys.fileExists(file)) {
    ts.sys.write(`error TS5057: Cannot find a tsconfig.json file at the specified directory: '${at}'.\n`);
    return undefined;
  }
  const errors: ts.Diagnostic[] = [];
  const parsed = ts.getParsedCommandLineOfConfigFile(file, line.options, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => errors.push(diagnostic) });
  return parsed === undefined ? { fileNames: [], options: {}, errors } : { ...parsed, errors: [...errors, ...parsed.errors] };
}

/** Runs as `tsc ARGUMENTS` would. Returns tsc's exit code: 0 without errors, 1 when nothing was emitted, 2 when output was written in spite of errors. */
export function compile(args: readonly string[]): number {
  if (args.includes("--version") || args.includes("-v")) {
    ts.sys.write(`Version ${ts.version}\n`);
    return 0;
  }
  if (args.some((arg) => ["--build", "-b", "--watch", "-w", "--init", "--help", "-h"].includes(arg))) {
    ts.sys.write("This is the compiler that Unified DGM ships for its sandbox. It runs `tsc [-p FOLDER] [OPTIONS]`; install typescript for the rest.\n");
    return 1;
  }
  const configured = configure(args);
  if (configured === undefined) return 1;
  if (configured.errors.length > 0) {
    print(configured.errors);
    return 1;
  }
  const program = ts.createProgram({ rootNames: configured.fileNames, options: configured.options, host: createHost(configured.options), configFileParsingDiagnostics: [] });
  const found = ts.getPreEmitDiagnostics(program);
  const emitted = program.emit();
  const all = ts.sortAndDeduplicateDiagnostics([...found, ...emitted.diagnostics]);
  print(all);
  if (all.length === 0) return 0;
  return emitted.emitSkipped ? 1 : 2;
}

process.exitCode = compile(process.argv.slice(2));
