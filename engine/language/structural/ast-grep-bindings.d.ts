/** The part of @ast-grep/wasm that its own entry wraps for bundlers: the bindings, to be given a WebAssembly instance. */
declare module "@ast-grep/wasm/wasm_bg.js" {
  export { dumpPattern, initializeTreeSitter, parse, registerDynamicLanguage, SgNode, SgRoot } from "@ast-grep/wasm";
  export function __wbg_set_wasm(exports: unknown): void;
}

declare namespace WebAssembly {
  function instantiate(bytes: Uint8Array, imports: Record<string, unknown>): Promise<{ readonly instance: { readonly exports: { readonly __wbindgen_start: () => void } } }>;
}
