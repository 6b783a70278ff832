import { realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { readBeginning } from "../repository/read-beginning.ts";

export interface InstructionFile {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: number;
  /** Bytes of it that count; fewer than `bytes` where the limit was reached. */
  readonly used: number;
}

/** The user's standing instructions, for every role. */
export interface Instructions {
  readonly text: string;
  readonly files: readonly InstructionFile[];
  readonly warnings: readonly string[];
}

export interface InstructionOptions {
  readonly home: string;
  /** The folder that the task works in. */
  readonly directory: string;
  /** The most bytes that the project's files may have together. */
  readonly maxBytes: number;
}

/** The first of these that a folder has counts, as in Codex. */
const NAMES = ["AGENTS.override.md", "AGENTS.md"] as const;
const SEPARATOR = "\n\n--- project instructions ---\n\n";
/** Bytes that are read of the user's own file. */
const LARGEST_OWN = 1_048_576;
/** Bytes that tell whether a file is text, and not empty. */
const GLANCE = 4_096;

/**
 * Codex's discovery: the user's own file, then one file per folder from the repository's root (the nearest folder with `.git`; without one
 * only the working folder) down to the working folder, joined in that order, so that the nearer one has the last word. Never throws.
 */
export async function readInstructions({ home, directory, maxBytes }: InstructionOptions): Promise<Instructions> {
  const warnings: string[] = [];
  const files: InstructionFile[] = [];
  const take = ({ path, bytes, size }: Found, limit: number, why: string): string => {
    const used = wholeCharacters(bytes, limit);
    if (used < size) warnings.push(`${path}: ${size - used} of its ${size} bytes are left out, because ${why}.`);
    files.push({ path, bytes: size, used });
    return decode(bytes.subarray(0, used)).trim();
  };
  const own = await readOne(join(home, ".unified-dgm"), undefined, LARGEST_OWN, warnings);
  const global = own === undefined ? "" : take(own, LARGEST_OWN, `your own AGENTS.md may have ${LARGEST_OWN} bytes`);
  const root = await repositoryRoot(directory);
  const texts: string[] = [];
  let left = maxBytes;
  for (const folder of foldersBetween(root, resolve(directory))) {
    const found = await readOne(folder, root, left, warnings);
    if (found === undefined) continue;
    texts.push(take(found, left, `the project's AGENTS.md files may have ${maxBytes} bytes together (instructions.max_bytes)`));
    left -= files.at(-1)?.used ?? 0;
  }
  const project = texts.filter((text) => text !== "").join("\n\n");
  return { text: [global, project].filter((text) => text !== "").join(SEPARATOR), files, warnings };
}

interface Found {
  readonly path: string;
  /** What was read of it: the limit's bytes and a few more, if there are more. */
  readonly bytes: Buffer;
  readonly size: number;
}

async function readOne(folder: string, inside: string | undefined, limit: number, warnings: string[]): Promise<Found | undefined> {
  for (const name of NAMES) {
    const path = join(folder, name);
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) continue;
    if (inside !== undefined && !isBelow(await realpath(inside), real)) {
      warnings.push(`${path} is a link out of the repository, so it is not read.`);
      continue;
    }
    const found = await readBeginning(real, Math.max(limit, GLANCE) + 4).catch((error: unknown) => {
      warnings.push(`${path} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : String(error)}).`);
    });
    if (found === undefined) continue;
    if (found === "folder" || found === "special" || !isText(found.bytes, found.bytes.length === found.size)) {
      warnings.push(`${path} is ${found === "folder" ? "a folder" : found === "special" ? "a pipe or a device" : "not UTF-8 text"}, so it is not read.`);
      continue;
    }
    if (decode(found.bytes).trim() !== "") return { path, ...found };
  }
  return undefined;
}

async function repositoryRoot(directory: string): Promise<string> {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (await stat(join(folder, ".git")).then(() => true, () => false)) return folder;
    if (folder === dirname(folder)) return resolve(directory);
  }
}

function foldersBetween(root: string, directory: string): readonly string[] {
  const names = relative(root, directory).split(sep).filter((name) => name !== "");
  return [root, ...names.map((_, index) => join(root, ...names.slice(0, index + 1)))];
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way.split(sep)[0] !== ".." && resolve(folder, way) === path;
}

/** A text may be cut in a character where it is not `whole`. */
function isText(bytes: Buffer, whole: boolean): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !whole }).includes("\0");
  } catch {
    return false;
  }
}

function decode(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

/** The most bytes, at most `limit`, that end at the end of a character. */
function wholeCharacters(bytes: Buffer, limit: number): number {
  let end = Math.max(0, Math.min(limit, bytes.length));
  while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}
