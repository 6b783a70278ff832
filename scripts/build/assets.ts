import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ARCHIVE_NAME, collectLibArchive } from "../../engine/language/lib-archive.ts";
import { WASM_FILES } from "../../engine/language/structural/wasm-files.ts";
import { repositoryRoot } from "../paths.ts";

/** Files that are copied as they are: from the repository, to `dist/`. */
const copied: readonly (readonly [from: string, to: string])[] = [
  ["agent/prompts", "agent/prompts"],
  ["agent/parameters.json", "agent/parameters.json"],
  ["engine/language/bin/tsc", "bin/tsc"],
  ...Object.entries(WASM_FILES).map(([name, installed]) => [join("node_modules", installed), name] as const),
];

/** Writes what is not code: prompts, parameters, grammars, library declarations, and the mark that makes `.js` CommonJS. */
export async function writeAssets(folder: string): Promise<void> {
  for (const [from, to] of copied) {
    const target = join(folder, to);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(repositoryRoot, from), target, { recursive: true });
  }
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  await writeFile(join(folder, ARCHIVE_NAME), JSON.stringify(collectLibArchive(join(repositoryRoot, "node_modules"))));
}
