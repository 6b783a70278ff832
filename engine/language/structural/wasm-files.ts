import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The WebAssembly files of structural search, by their names beside the bundles: the matcher, the parser and a grammar per language. */
export const WASM_FILES = {
  "ast-grep.wasm": "@ast-grep/wasm/wasm_bg.wasm",
  "web-tree-sitter.wasm": "web-tree-sitter/web-tree-sitter.wasm",
  "tree-sitter-javascript.wasm": "tree-sitter-javascript/tree-sitter-javascript.wasm",
  "tree-sitter-typescript.wasm": "tree-sitter-typescript/tree-sitter-typescript.wasm",
  "tree-sitter-tsx.wasm": "tree-sitter-typescript/tree-sitter-tsx.wasm",
} as const;

/** The absolute path of one of them: beside the running bundle, or, when the sources run, in `node_modules`. */
export function wasmFile(name: keyof typeof WASM_FILES): string {
  const shipped = join(import.meta.dirname, name);
  if (existsSync(shipped)) return shipped;
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", WASM_FILES[name]);
    if (existsSync(installed)) return installed;
    if (dirname(folder) === folder) throw new Error(`Neither ${name} nor node_modules/${WASM_FILES[name]} is there; structural search needs it.`);
  }
}
