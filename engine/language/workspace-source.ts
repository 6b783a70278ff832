import { readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { decodeFile } from "../repository/text-file.ts";
import { listFiles } from "../repository/list-files.ts";
import type { FileSource } from "./project.ts";

/**
 * The workspace on the disk with a task's proposals over it. Links are followed inside the workspace only; what is not text
 * is not there.
 */
export async function workspaceSource(root: string, overlay: ReadonlyMap<string, string | null>): Promise<FileSource> {
  const realRoot = realpathSync(root);
  const onDisk = (await listFiles(root)).filter((path) => overlay.get(path) !== null);
  const added = [...overlay].filter(([, text]) => text !== null).map(([path]) => path);
  const files = [...new Set([...onDisk, ...added])].sort();
  return {
    list: () => files,
    read: (path) => {
      const proposed = overlay.get(path);
      return proposed === undefined ? readText(realRoot, path) : (proposed ?? undefined);
    },
  };
}

function readText(realRoot: string, path: string): string | undefined {
  try {
    const real = realpathSync(join(realRoot, path));
    if (relative(realRoot, real).split(sep)[0] === "..") return undefined;
    const decoded = decodeFile(readFileSync(real));
    return decoded.kind === "text" ? decoded.text : undefined;
  } catch {
    return undefined; // a folder, a broken link, a file that vanished: not there for a compiler
  }
}
