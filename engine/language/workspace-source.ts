import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { listFiles } from "../repository/list-files.ts";
import { decodeFile } from "../repository/text-file.ts";
import type { FileSource } from "./project.ts";

/** Bytes. A larger source file is generated or vendored; nobody could review its refactoring. */
const SOURCE_LIMIT = 1024 * 1024;
const HIDDEN: ReadonlySet<string> = new Set([".git", ".unified-dgm"]);

/**
 * The workspace on the disk with `overlay` (path to proposed text, null: gone) over it. Lists what git would track and a person would edit;
 * reads anything inside the root, `node_modules` included. Links are followed inside the workspace only; what is not text is not there.
 */
export async function workspaceSource(root: string, overlay: ReadonlyMap<string, string | null>): Promise<FileSource> {
  const realRoot = realpathSync(root);
  const onDisk = (await listFiles(root)).filter((path) => !overlay.has(path) && isSmall(join(root, path)));
  const proposed = [...overlay].filter(([, text]) => text !== null).map(([path]) => path);
  const files = [...onDisk, ...proposed].sort();
  return {
    list: () => files,
    read: (path) => {
      const text = overlay.get(path);
      return text === undefined ? readText(realRoot, path) : (text ?? undefined);
    },
  };
}

function isSmall(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.size <= SOURCE_LIMIT;
}

function readText(realRoot: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(realRoot, path));
    const inside = relative(realRoot, real);
    const parts = inside.split(sep);
    if (isAbsolute(inside) || parts.some((part) => part === ".." || HIDDEN.has(part))) return undefined;
    const decoded = decodeFile(readFileSync(real));
    return decoded.kind === "text" ? decoded.text : undefined;
  } catch {
    return undefined; // a folder, a broken link, a file that vanished: not there for a compiler
  }
}
