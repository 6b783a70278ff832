import { randomBytes } from "node:crypto";
import { chmod, chown, copyFile, link, lstat, mkdir, realpath, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../engine/errors.ts";
import { writeNewFile } from "../engine/repository/write-new-file.ts";
import { resolveInside } from "../engine/repository/paths.ts";

/** What a file shall be: its new bytes, or null where it shall be gone. Paths are workspace-relative. */
export interface Replacement {
  readonly path: string;
  readonly bytes: Uint8Array | null;
  /** The file that it takes over, whose mode it keeps. */
  readonly from?: string | undefined;
}

/** One replacement with what is needed to make it and to take it back. */
interface Prepared {
  readonly path: string;
  readonly target: string;
  readonly isNew: boolean;
  /** The new content beside the target, complete on the disk; undefined for a deletion. */
  readonly fresh: string | undefined;
  /** The old content beside the target. */
  readonly kept: string;
}

type Step = () => Promise<void>;

/** What is to be done at the end: `undo` and `folders` only after a failure, in reverse; `cleanUp` always. `outdated` files go after success. */
interface Ending {
  readonly undo: Step[];
  readonly cleanUp: Step[];
  readonly folders: Step[];
  readonly outdated: string[];
}

/**
 * Makes all replacements below `root`, or none: new contents are written beside their targets first, then renamed over them;
 * where that fails, what was renamed is put back. Modes are kept, links followed.
 * @throws UserError `not_permitted` for a path outside, `conflict` for a folder or a read-only file, `io` for what the system refuses
 */
export async function replaceFiles(root: string, replacements: readonly Replacement[]): Promise<void> {
  const ending: Ending = { undo: [], cleanUp: [], folders: [], outdated: [] };
  try {
    const prepared: Prepared[] = [];
    for (const replacement of replacements) prepared.push(await attempt(replacement.path, () => prepare(root, replacement, ending)));
    refuseSameFile(prepared);
    for (const each of prepared) await attempt(each.path, () => perform(each, ending));
  } catch (error) {
    const left: unknown[] = [];
    for (const step of ending.undo.toReversed()) await step().catch((failure: unknown) => left.push(failure));
    await Promise.allSettled(ending.cleanUp.map((step) => step()));
    for (const step of ending.folders.toReversed()) await step().catch(() => undefined);
    if (left.length > 0) throw new UserError("io", `${messageOf(error)} Putting back the old files failed too: ${left.map(messageOf).join("; ")}.`, "Look at these files with your version control.", { cause: error });
    throw error;
  }
  await Promise.allSettled([...ending.cleanUp.map((step) => step()), ...ending.outdated.map((kept) => rm(kept, { force: true }))]);
}

async function attempt<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("io", `${path} cannot be written: ${messageOf(error)}.`, "Nothing was changed. Free some space or make the folder writable.", { cause: error });
  }
}

async function prepare(root: string, { path, bytes, from }: Replacement, { cleanUp, folders }: Ending): Promise<Prepared> {
  const inside = await resolveInside(root, path);
  // A deletion takes the link away, not what it leads to.
  const target = bytes === null ? inside : await realpath(inside).catch(() => inside);
  const found = await (bytes === null ? lstat(target) : stat(target)).catch(() => undefined);
  if (found?.isDirectory() === true) throw new UserError("conflict", `${path} is a folder.`, "Nothing was changed. Name a file.");
  if (found !== undefined && !found.isSymbolicLink() && (found.mode & 0o222) === 0) throw new UserError("conflict", `${path} is read-only.`, "Nothing was changed. Make it writable first.");
  const folder = dirname(target);
  if (bytes !== null) await makeFolder(folder, folders);
  const beside = (): string => join(folder, `.unified-dgm-${randomBytes(8).toString("hex")}.tmp`);
  const prepared = { path, target, isNew: found === undefined, fresh: bytes === null ? undefined : beside(), kept: beside() };
  if (bytes === null || prepared.fresh === undefined) return prepared;
  const { fresh } = prepared;
  cleanUp.push(() => rm(fresh, { force: true }));
  await writeNewFile(fresh, bytes);
  const like = found ?? (from === undefined ? undefined : await stat(await resolveInside(root, from)).catch(() => undefined));
  if (like === undefined) return prepared;
  await chown(fresh, like.uid, like.gid).catch(() => undefined);
  await chmod(fresh, like.mode & 0o7777);
  return prepared;
}

/** Makes a folder; the ones that it made go again where the whole is taken back. */
async function makeFolder(folder: string, folders: Step[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  folders.push(async () => {
    for (let current = folder; current.length >= first.length; current = dirname(current)) await rmdir(current);
  });
}

/** Two paths of a patch may be one file by a link; then one edit would be lost. */
function refuseSameFile(prepared: readonly Prepared[]): void {
  const targets = new Map<string, string>();
  for (const { path, target } of prepared) {
    const other = targets.get(target);
    if (other !== undefined) throw new UserError("conflict", `${path} and ${other} are one file.`, "Nothing was changed. Change it under one name.");
    targets.set(target, path);
  }
}

async function perform({ target, isNew, fresh, kept }: Prepared, { undo, outdated }: Ending): Promise<void> {
  if (fresh === undefined) {
    if (isNew) return;
    await rename(target, kept);
    undo.push(() => rename(kept, target));
  } else if (isNew) {
    await rename(fresh, target);
    undo.push(() => rm(target, { force: true }));
  } else {
    // A link needs no space on a full disk; not every file system has them.
    await link(target, kept).catch(() => copyFile(target, kept));
    undo.push(async () => {
      await rename(kept, target);
      // Renaming one name of a file over another of it does nothing.
      await rm(kept, { force: true });
    });
    await rename(fresh, target);
  }
  outdated.push(kept);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
