import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import * as z from "zod/mini";

/**
 * TypeScript's own declaration files and those of Node.js, by virtual absolute path: `/lib/lib.es5.d.ts`,
 * `/node_modules/@types/node/fs.d.ts`. A project outside has them above its root, so ordinary resolution finds them last.
 */
export type LibArchive = ReadonlyMap<string, string>;

/** The file that the build writes next to the bundles. */
export const ARCHIVE_NAME = "typescript-lib.json";
export const LIB_FOLDER = "/lib";

const archiveSchema = z.record(z.string(), z.string());
const PACKAGES = ["@types/node", "undici-types"];
let loaded: LibArchive | undefined;

/** The archive beside the running bundle, or, when the sources run, the same files out of `node_modules`. Read once. */
export function libArchive(): LibArchive {
  if (loaded === undefined) {
    const shipped = join(import.meta.dirname, ARCHIVE_NAME);
    const files = existsSync(shipped) ? archiveSchema.parse(JSON.parse(readFileSync(shipped, "utf8"))) : collectLibArchive(nearestModules(import.meta.dirname));
    loaded = new Map(Object.entries(files));
  }
  return loaded;
}

/** What the build writes into `ARCHIVE_NAME`: every declaration file of the compiler, @types/node and what that imports. */
export function collectLibArchive(nodeModules: string): Record<string, string> {
  const files: Record<string, string> = {};
  const compiler = join(nodeModules, "typescript", "lib");
  for (const name of readdirSync(compiler).sort()) {
    if (/^lib\..*d\.ts$/.test(name)) files[`${LIB_FOLDER}/${name}`] = readFileSync(join(compiler, name), "utf8");
  }
  for (const name of PACKAGES) {
    const folder = join(nodeModules, name);
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      const path = join(folder, entry);
      if (!/(\.d\.[cm]?ts|package\.json)$/.test(entry) || !statSync(path).isFile()) continue;
      files[`/node_modules/${name}/${relative(folder, path).split(sep).join("/")}`] = readFileSync(path, "utf8");
    }
  }
  return files;
}

function nearestModules(from: string): string {
  const found = join(from, "node_modules");
  if (existsSync(join(found, "typescript", "lib"))) return found;
  const above = dirname(from);
  if (above === from) throw new Error(`Neither ${ARCHIVE_NAME} nor node_modules/typescript is there to take the library declarations from.`);
  return nearestModules(above);
}
