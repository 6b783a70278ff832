import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Folders that package managers fill: a command only reads them. */
const dependencyFolders: ReadonlySet<string> = new Set(["node_modules", ".venv", "venv", "vendor", "Pods", ".gradle", "target"]);
/** What one unlisted folder (build output) may have to be copied; a larger one is shown as it is. */
const COPIED_FILES = 5_000;

/** Entries of a workspace that are no source: `shared` are folders to show read-only, `copied` the paths that were copied. All relative. */
export interface Unlisted {
  readonly shared: readonly string[];
  readonly copied: readonly string[];
}

/**
 * Copies to `target` what lies in `root` beside the listed files: links as they are, ignored files and build output; dependencies and
 * what is too large for a copy are returned to be shared. Only folders with listed files are looked into.
 */
export async function copyUnlisted(root: string, target: string, listed: readonly string[]): Promise<Unlisted> {
  const files = new Set(listed);
  const folders = new Set(["", ...listed.flatMap(foldersOf)]);
  const shared: string[] = [];
  const copied: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder + entry.name;
      if (files.has(path) || folders.has(`${path}/`) || path === ".unified-dgm") continue;
      if (!entry.isDirectory()) {
        if (await copyEntry(join(root, path), join(target, path))) copied.push(path);
      } else if (path === ".git" || dependencyFolders.has(entry.name) || !(await copySmallFolder(join(root, path), join(target, path)))) {
        shared.push(path);
      }
    }
  }
  return { shared, copied };
}

/** `a/b/c.ts` → `a/`, `a/b/`. */
function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}

/** Copies a file or a link; a pipe, a socket or a device is passed over. The copy shares its blocks where the file system can. */
export async function copyEntry(source: string, target: string): Promise<boolean> {
  const found = await lstat(source).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isSymbolicLink())) return false;
  await mkdir(dirname(target), { recursive: true });
  if (found.isSymbolicLink()) await symlink(await readlink(source), target);
  else await copyFile(source, target, constants.COPYFILE_FICLONE);
  return true;
}

async function copySmallFolder(source: string, target: string): Promise<boolean> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined || entries.length > COPIED_FILES) return false;
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    await copyEntry(path, join(target, path.slice(source.length)));
  }
  await mkdir(target, { recursive: true });
  return true;
}
