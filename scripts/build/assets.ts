import { existsSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ARCHIVE_NAME, collectLibArchive } from "../../engine/language/lib-archive.ts";
import { distFolder, repositoryRoot } from "../paths.ts";

/** Files that are copied as they are: from the repository, to `dist/`. */
const copied: readonly (readonly [from: string, to: string])[] = [
  ["agent/prompts", "agent/prompts"],
  ["agent/parameters.json", "agent/parameters.json"],
  ["engine/language/bin/tsc", "bin/tsc"],
];

/** Writes into `dist/` what is not code: prompts, parameters, grammars, library declarations, and the mark that makes `.js` CommonJS there. */
export async function writeAssets(): Promise<void> {
  for (const [from, to] of copied) {
    const target = join(distFolder, to);
    await mkdir(dirname(target), { recursive: true });
    if (existsSync(join(repositoryRoot, from))) await cp(join(repositoryRoot, from), target, { recursive: true });
  }
  await writeFile(join(distFolder, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  await writeFile(join(distFolder, ARCHIVE_NAME), JSON.stringify(collectLibArchive(join(repositoryRoot, "node_modules"))));
}
