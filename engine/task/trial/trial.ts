import { lstat, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { FileEdit } from "../../language/file-edit.ts";
import { listFiles } from "../../repository/list-files.ts";
import { resolveInside } from "../../repository/paths.ts";
import { decodeFile, encodeFile } from "../../repository/text-file.ts";
import { copyEntry, copyUnlisted } from "./copy-tree.ts";

/**
 * The workspace with a task's proposals applied, as a copy on the disk: what a command runs on before the user has accepted anything.
 * Whatever it writes, the user's files stay as they are.
 */
export interface Trial {
  readonly folder: string;
  /** Folders of the workspace, relative, that are shown in the copy read-only: dependencies and history. */
  readonly shared: readonly string[];
  /** Brings the copy up to the workspace and `texts` (path to proposed text, null for a file that is gone). */
  readonly update: (texts: ReadonlyMap<string, string | null>) => Promise<void>;
  /** What commands changed in source files since the last `update`. */
  readonly changes: () => Promise<readonly FileEdit[]>;
  readonly dispose: () => Promise<void>;
}

/** Files copied at the same time. */
const AT_ONCE = 16;

/** @throws the system's error when there is no room for a copy; nothing of it is left then */
export async function openTrial(root: string, signal: AbortSignal): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), "unified-dgm-trial-"));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const { shared, copied } = await copyUnlisted(root, folder, await listFiles(root, signal));
    return { folder, shared, dispose, ...keepUpdated(root, folder, new Set(copied), signal) };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function keepUpdated(root: string, folder: string, unlisted: ReadonlySet<string>, signal: AbortSignal): Pick<Trial, "update" | "changes"> {
  /** Path to what its source was when it was copied: a mark of the disk's file, or a proposed text. */
  const sources = new Map<string, string>();
  /** Path to the mark of the copy as we left it. */
  const left = new Map<string, string>();

  const bring = async (path: string, text: string | undefined): Promise<void> => {
    signal.throwIfAborted();
    const from = join(root, path);
    const to = join(folder, path);
    const source = text === undefined ? await markOf(from) : `text:${text}`;
    if (source === undefined || (sources.get(path) === source && left.get(path) === (await markOf(to)))) return;
    await rm(to, { recursive: true, force: true });
    if (text === undefined) await copyEntry(from, to);
    else await writeText(from, to, text);
    sources.set(path, source);
    left.set(path, (await markOf(to)) ?? "");
  };

  return {
    update: async (texts) => {
      const wanted = new Set(await listFiles(root, signal));
      for (const [path, text] of texts) {
        await resolveInside(root, path);
        if (text === null) wanted.delete(path);
        else wanted.add(path);
      }
      for (const path of await listFiles(folder, signal)) if (!wanted.has(path) && !unlisted.has(path)) await rm(join(folder, path), { force: true });
      for (const path of [...left.keys()].filter((path) => !wanted.has(path))) left.delete(path);
      const paths = [...wanted];
      const workers = Array.from({ length: AT_ONCE }, async () => {
        for (let path = paths.pop(); path !== undefined; path = paths.pop()) await bring(path, texts.get(path) ?? undefined);
      });
      await Promise.all(workers);
    },
    changes: async () => {
      const edits: FileEdit[] = [];
      const now = await listFiles(folder, signal);
      for (const path of now) {
        if (unlisted.has(path) || left.get(path) === (await markOf(join(folder, path)))) continue;
        const decoded = decodeFile(await readFile(join(folder, path)));
        if (decoded.kind === "text") edits.push({ kind: "write", path, text: decoded.text });
      }
      const there = new Set(now);
      for (const path of left.keys()) if (!there.has(path)) edits.push({ kind: "delete", path });
      return edits;
    },
  };
}

/** A proposed text as the user's file would have it: with its byte order mark and its mode. */
async function writeText(from: string, to: string, text: string): Promise<void> {
  const before = await readFile(from).then(decodeFile, () => undefined);
  const mode = await lstat(from).then((found) => found.mode & 0o777, () => 0o644);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, encodeFile(text, before?.kind === "text" && before.bom), { mode });
}

/** Tells one state of a file from the next; undefined where there is no file. */
async function markOf(path: string): Promise<string | undefined> {
  const found = await lstat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() === true ? `${found.size}:${found.mtimeNs}:${found.ino}` : undefined;
}
