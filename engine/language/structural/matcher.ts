import { readFile } from "node:fs/promises";
import * as bindings from "@ast-grep/wasm/wasm_bg.js";
import { Parser } from "web-tree-sitter";
import { wasmFile } from "./wasm-files.ts";

export type Language = "javascript" | "typescript" | "tsx";

let started: Promise<typeof bindings> | undefined;

/** ast-grep with its three languages, loaded on the first call. */
export function matcher(): Promise<typeof bindings> {
  return (started ??= start());
}

async function start(): Promise<typeof bindings> {
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile("ast-grep.wasm")), { "./wasm_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // The parser looks for its file by a URL that a bundle does not have.
  await Parser.init({ wasmBinary: await readFile(wasmFile("web-tree-sitter.wasm")), locateFile: (name: string) => name });
  await bindings.initializeTreeSitter();
  await bindings.registerDynamicLanguage({
    javascript: { libraryPath: wasmFile("tree-sitter-javascript.wasm") },
    typescript: { libraryPath: wasmFile("tree-sitter-typescript.wasm") },
    tsx: { libraryPath: wasmFile("tree-sitter-tsx.wasm") },
  });
  return bindings;
}
