import { posix } from "node:path";
import ts from "typescript";
import * as z from "zod/mini";
import type { FileEdit } from "../file-edit.ts";
import { newLineOf, type FileSource } from "../project.ts";
import { setJson } from "./json-edit.ts";
import { migratedName } from "./select-files.ts";

const manifestSchema = z.object({
  main: z.optional(z.string()),
  types: z.optional(z.string()),
  typings: z.optional(z.string()),
  type: z.optional(z.string()),
  files: z.optional(z.array(z.string())),
  scripts: z.optional(z.record(z.string(), z.string())),
  devDependencies: z.optional(z.record(z.string(), z.string())),
  dependencies: z.optional(z.record(z.string(), z.string())),
});
type Manifest = z.infer<typeof manifestSchema>;

/** The compiler options of a migrated package, as its tsconfig.json states them. */
export const COMPILER_OPTIONS = { target: "es2024", module: "nodenext", moduleDetection: "force", strict: true, declaration: true, resolveJsonModule: true, types: ["node"], skipLibCheck: true } as const;

export const PROGRAM_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  declaration: true,
  resolveJsonModule: true,
  types: ["node"],
  skipLibCheck: true,
};

const DEVELOPMENT = { "@types/node": "^24.0.0", typescript: "^6.0.3" } as const;

/**
 * What a migrated package needs besides its sources: the compiler's output goes next to them, so every path that a consumer or a test
 * requires stays valid. `moved` are the JavaScript files that became TypeScript, `added` the declaration files that were written.
 */
export function packageFiles(source: FileSource, moved: readonly string[], added: readonly string[], jsx: boolean): { readonly edits: FileEdit[]; readonly notes: string[] } {
  const edits: FileEdit[] = [];
  const notes: string[] = [];
  const write = (path: string, text: string): void => {
    if (source.read(path) !== text) edits.push({ kind: "write", path, text });
  };
  const text = source.read("package.json");
  const manifest = text === undefined ? undefined : readManifest(text);
  if (source.read("tsconfig.json") === undefined) write("tsconfig.json", tsconfig(moved, added, jsx));
  else notes.push("tsconfig.json was there already and is unchanged; it must include the new files and write its output next to them.");
  if (text === undefined || manifest === undefined) {
    notes.push("There is no readable package.json, so no build script was added; `tsc -p .` builds.");
  } else {
    write("package.json", withBuild(text, manifest, moved));
    if (manifest.files === undefined && source.read(".npmignore") === undefined) {
      write(".npmignore", `# Without this file npm would follow .gitignore and leave the compiled files out.\n${source.read(".gitignore") ?? "node_modules\n"}`);
    }
  }
  write(".gitignore", ignoring(source.read(".gitignore"), moved));
  return { edits, notes };
}

function readManifest(text: string): Manifest | undefined {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function tsconfig(moved: readonly string[], added: readonly string[], jsx: boolean): string {
  const compilerOptions = jsx ? { ...COMPILER_OPTIONS, jsx: "preserve" } : COMPILER_OPTIONS;
  return `${JSON.stringify({ compilerOptions, files: [...moved.map(migratedName), ...added] }, undefined, 2).replace(/\[\s+"node"\s+\]/, '["node"]')}\n`;
}

function withBuild(text: string, manifest: Manifest, moved: readonly string[]): string {
  const scripts = manifest.scripts ?? {};
  const name = scripts["build"] === undefined || /\btsc\b/.test(scripts["build"]) ? "build" : "build:types";
  let result = text;
  const set = (path: readonly string[], value: string): void => {
    result = setJson(result, path, value);
  };
  const main = mainOf(manifest, moved);
  if (main !== undefined && manifest.types === undefined && manifest.typings === undefined) set(["types"], declarationName(main));
  set(["scripts", name], "tsc -p .");
  if (scripts["prepare"] === undefined) set(["scripts", "prepare"], `npm run ${name}`);
  if (scripts["pretest"] === undefined) set(["scripts", "pretest"], `npm run ${name}`);
  for (const [dependency, version] of Object.entries(DEVELOPMENT)) {
    if (manifest.devDependencies?.[dependency] === undefined && manifest.dependencies?.[dependency] === undefined) set(["devDependencies", dependency], version);
  }
  const declarations = (manifest.files ?? []).flatMap((entry) => (moved.includes(posix.normalize(entry)) ? [declarationName(entry)] : []));
  return declarations.length === 0 ? result : setJson(result, ["files"], [...(manifest.files ?? []), ...declarations.filter((one) => manifest.files?.includes(one) !== true)]);
}

function mainOf(manifest: Manifest, moved: readonly string[]): string | undefined {
  const main = posix.normalize(manifest.main ?? "index.js").replace(/\/$/, "");
  return [main, `${main}.js`, `${main}/index.js`].find((path) => moved.includes(path));
}

const declarationName = (path: string): string => path.replace(/\.([cm]?)jsx?$/, ".d.$1ts");

function ignoring(text: string | undefined, moved: readonly string[]): string {
  const newLine = newLineOf(text ?? "");
  const known = new Set((text ?? "").split(/\r?\n/));
  const lines = moved.flatMap((path) => [`/${path}`, `/${declarationName(path)}`]).filter((line) => !known.has(line));
  const before = text === undefined || text === "" ? "" : text.endsWith("\n") ? `${text}${newLine}` : `${text}${newLine}${newLine}`;
  return `${before}# Written by the TypeScript compiler${newLine}${lines.join(newLine)}${newLine}`;
}
