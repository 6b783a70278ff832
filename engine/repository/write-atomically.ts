import { randomBytes } from "node:crypto";
import { chmod, mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writeNewFile } from "./write-new-file.ts";

/**
 * Replaces a file's content so that a reader, a crash or a full disk sees the old bytes or the new ones, never a part. The
 * file's mode is kept, a link is followed. Folders are made as needed. Rejects with the system's error, the old file untouched.
 */
export async function writeAtomically(target: string, bytes: Uint8Array): Promise<void> {
  const path = await realpath(target).catch(() => target);
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => undefined,
  );
  try {
    await writeNewFile(temporary, bytes);
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
