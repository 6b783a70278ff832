import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

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

/**
 * Codex's discovery: the user's own file, then one file per folder from the repository's root (the nearest folder with `.git`; without one
 * only the working folder) down to the working folder, joined in that order, so that the nearer one has the last word. Never throws.
 */
export async function readInstructions({ home, directory, maxBytes }: InstructionOptions): Promise<Instructions> {
  const warnings: string[] = [];
  const files: InstructionFile[] = [];
  const own = await readOne(join(home, ".unified-dgm"), undefined, warnings);
  if (own !== undefined) files.push({ path: own.path, bytes: own.bytes.length, used: own.bytes.length });
  const root = await repositoryRoot(directory);
  const texts: string[] = [];
  let left = maxBytes;
  for (const folder of foldersBetween(root, resolve(directory))) {
    const found = await readOne(folder, root, warnings);
    if (found === undefined) continue;
    const text = decode(found.bytes.subarray(0, wholeCharacters(found.bytes, left)));
    const used = Buffer.byteLength(text);
    if (used < found.bytes.length) warnings.push(`${found.path}: ${found.bytes.length - used} of its ${found.bytes.length} bytes are left out, because the project's AGENTS.md files may have ${maxBytes} bytes together (instructions.max_bytes).`);
    files.push({ path: found.path, bytes: found.bytes.length, used });
    texts.push(text.trim());
    left -= used;
  }
  const project = texts.filter((text) => text !== "").join("\n\n");
  const global = own === undefined ? "" : decode(own.bytes).trim();
  return { text: [global, project].filter((text) => text !== "").join(SEPARATOR), files, warnings };
}

async function readOne(folder: string, inside: string | undefined, warnings: string[]): Promise<{ readonly path: string; readonly bytes: Buffer } | undefined> {
  for (const name of NAMES) {
    const path = join(folder, name);
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) continue;
    if (inside !== undefined && !isBelow(await realpath(inside), real)) {
      warnings.push(`${path} is a link out of the repository, so it is not read.`);
      continue;
    }
    const bytes = await readFile(real).catch((error: unknown) => {
      warnings.push(`${path} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : String(error)}).`);
    });
    if (bytes === undefined) continue;
    if (!isText(bytes)) {
      warnings.push(`${path} is not UTF-8 text, so it is not read.`);
      continue;
    }
    if (decode(bytes).trim() !== "") return { path, bytes };
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
  const names = relative(root, directory).split(/[\\/]/).filter((name) => name !== "");
  return [root, ...names.map((_, index) => join(root, ...names.slice(0, index + 1)))];
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && resolve(folder, way) === path;
}

function isText(bytes: Buffer): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
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
