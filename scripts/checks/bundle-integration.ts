import { build } from "esbuild";
import { globSync } from "node:fs";
import { join } from "node:path";
import { buildCache, repositoryRoot } from "../paths.ts";

/** The test files of one kind of workspace, relative to the repository. */
export function integrationTests(kind: string): readonly string[] {
  return globSync(`test/integration/${kind}/**/*.test.ts`, { cwd: repositoryRoot }).sort();
}

/** Bundles the tests of one kind of workspace into the module whose `run()` VS Code calls, and returns its path. */
export async function bundleIntegration(kind: string): Promise<string> {
  const outfile = join(buildCache, "integration", `${kind}.cjs`);
  const files = integrationTests(kind).map((file) => `${JSON.stringify(file)}: () => require(${JSON.stringify(`./${file}`)}),`);
  const contents = [
    'import { runInExtensionHost } from "./test/integration/harness/run-in-extension-host.ts";',
    `export const run = () => runInExtensionHost({ ${files.join("\n")} });`,
  ].join("\n");
  await build({
    stdin: { contents, resolveDir: repositoryRoot, sourcefile: `${kind}.ts`, loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // Packages come from node_modules, `vscode` from the extension host.
    packages: "external",
    define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
    logLevel: "warning",
  });
  return outfile;
}
