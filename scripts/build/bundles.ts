import type { BuildOptions } from "esbuild";
import { join } from "node:path";
import { repositoryRoot } from "../paths.ts";
import { otherBundles } from "./other-bundles.ts";

export interface Bundle {
  /** The source that it starts from, relative to the repository. */
  readonly source: string;
  /** The file that it becomes, relative to `dist/`. */
  readonly output: string;
  /** What it may weigh, in bytes, where that is promised. */
  readonly limit?: number;
  readonly options: BuildOptions;
}

/** Everything that Node.js runs: VS Code's extension host, the terminal, child processes. */
const node: BuildOptions = {
  platform: "node",
  target: "node20",
  format: "cjs",
  charset: "utf8",
  // Two native add-ons, which ssh2 knows to do without.
  external: ["vscode", "cpu-features", "*.node"],
  plugins: [otherBundles],
  // A bundle finds what lies beside it by its own folder, as its source does.
  define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
  // Otherwise a lazy `import("./engine.cjs")` would stay an import, which the extension host resolves differently from a require.
  supported: { "dynamic-import": false },
};

/** The parser of structural search imports Node's modules lazily and by its own URL. */
const language: BuildOptions = { ...node, define: { ...node.define, "import.meta.url": "__filename" }, supported: {} };

const page: BuildOptions = { platform: "browser", target: "chrome120", format: "iife" };

const kilobyte = 1024;

/** The bundles, in the order of the house's map. */
export const bundles: readonly Bundle[] = [
  { source: "extension/main.ts", output: "extension.cjs", limit: 60 * kilobyte, options: node },
  { source: "cli/main.ts", output: "cli.js", options: { ...node, banner: { js: "#!/usr/bin/env node" } } },
  { source: "webview/main.ts", output: "page.js", limit: 200 * kilobyte, options: page },
  { source: "engine/main.ts", output: "engine.cjs", options: node },
  { source: "engine/models/providers/connect.ts", output: "providers.cjs", options: node },
  { source: "extension/late.ts", output: "late.cjs", options: node },
  { source: "extension/workspace/editor.ts", output: "editor.cjs", options: node },
  { source: "engine/language/language-process.ts", output: "language.cjs", options: language },
  { source: "engine/language/compile.ts", output: "tsc.cjs", options: node },
  { source: "agent/main.ts", output: "agent/main.cjs", options: node },
  { source: "engine/guest/guest-process.ts", output: "agent/guest.cjs", options: node },
  { source: "node_modules/gpt-tokenizer/cjs/encoding/o200k_base.js", output: "tokenizer.cjs", options: { ...node, plugins: [], sourcemap: false } },
  { source: "node_modules/typescript/lib/typescript.js", output: "typescript.cjs", options: { ...node, plugins: [], sourcemap: false } },
];

/** The options of esbuild for one bundle, written below a folder. */
export function esbuildOptions({ source, output, options }: Bundle, folder: string, maps: boolean): BuildOptions {
  return {
    entryPoints: [join(repositoryRoot, source)],
    outfile: join(folder, output),
    bundle: true,
    minify: true,
    sourcemap: maps && "linked",
    legalComments: "none",
    logLevel: "warning",
    absWorkingDir: repositoryRoot,
    ...options,
  };
}
