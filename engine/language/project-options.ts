import ts from "typescript";
import type { FileSource } from "./project.ts";

const FOR_JAVASCRIPT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  jsx: ts.JsxEmit.Preserve,
  resolveJsonModule: true,
  esModuleInterop: true,
  types: ["node"],
};

/** The options of the workspace's own tsconfig.json or jsconfig.json (its `extends` followed), else lenient ones; JavaScript is always allowed. */
export function defaultOptions(source: FileSource): ts.CompilerOptions {
  const always: ts.CompilerOptions = { allowJs: true, noEmit: true, skipLibCheck: true };
  for (const name of ["tsconfig.json", "jsconfig.json"]) {
    const text = source.read(name);
    if (text === undefined) continue;
    const parsed = ts.parseJsonConfigFileContent(ts.parseConfigFileTextToJson(name, text).config ?? {}, configHost(source), "/");
    const outputs = ["configFilePath", "outDir", "rootDir", "declarationDir", "tsBuildInfoFile", "incremental", "composite"];
    const options = Object.fromEntries(Object.entries(parsed.options).filter(([name]) => !outputs.includes(name)));
    return { ...FOR_JAVASCRIPT, ...options, ...always };
  }
  return { ...FOR_JAVASCRIPT, ...always };
}

function configHost(source: FileSource): ts.ParseConfigHost {
  const read = (name: string): string | undefined => source.read(name.replace(/^\/+/, ""));
  return { useCaseSensitiveFileNames: true, readDirectory: () => [], fileExists: (name) => read(name) !== undefined, readFile: read };
}
