import { constants, type Stats } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { decodeFile, TEXT_FILE_LIMIT } from "../text-file.ts";

/** A file's text, and whether it is really the workspace's. */
export interface LinklessFile {
  readonly text: string;
  /** False when any part of the path is a link, or became one since: a command may put a link to a secret in a listed file's place. */
  readonly isInside: () => Promise<boolean>;
}

/** A reader of the text files of a workspace; undefined for what is none, or cannot be read. */
export function createReader(root: string): (path: string) => Promise<LinklessFile | undefined> {
  let realRoot: Promise<string> | undefined;
  return async (path) => {
    try {
      realRoot ??= realpath(root);
      const target = join(await realRoot, path);
      const read = await readRegularFile(target);
      return read === undefined ? undefined : { text: read.text, isInside: () => isStill(target, read.stats) };
    } catch {
      return undefined;
    }
  };
}

async function readRegularFile(target: string): Promise<{ readonly text: string; readonly stats: Stats } | undefined> {
  // Without O_NONBLOCK, opening a pipe waits for its writer.
  const file = await open(target, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > TEXT_FILE_LIMIT) return undefined;
    const decoded = decodeFile(await file.readFile());
    return decoded.kind === "text" ? { text: decoded.text, stats } : undefined;
  } finally {
    await file.close();
  }
}

/** Checked after the reading, so that nothing can be changed between the check and it. */
async function isStill(target: string, { dev, ino }: Stats): Promise<boolean> {
  try {
    const now = await stat(target);
    return (await realpath(target)) === target && now.dev === dev && now.ino === ino;
  } catch {
    return false;
  }
}
