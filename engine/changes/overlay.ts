import type { FileEdit } from "../language/file-edit.ts";
import type { FileChange } from "./file-change.ts";

/** A task's proposed files over the workspace. Nothing of it is on the disk. */
export interface Overlay {
  /** The text that a file would have; null where there would be none. */
  readonly read: (path: string) => Promise<string | null>;
  /** Adds edits in order. Each path's base is read from the workspace when it is first touched. */
  readonly apply: (edits: readonly FileEdit[]) => Promise<void>;
  /** Path to proposed text, null for a file that would be gone: what a compiler lays over the workspace. */
  readonly texts: () => ReadonlyMap<string, string | null>;
  /** The whole proposal, sorted by path; a move is one change. Edits that cancel each other out leave none. */
  readonly changes: () => readonly FileChange[];
  /** Forgets everything: the proposals were decided. */
  readonly clear: () => void;
}

interface Entry {
  readonly base: string | null;
  text: string | null;
  /** The workspace file whose content this path took over. */
  origin: string | undefined;
}

/** `readBase` gives the user's text of a file, null where there is none. */
export function createOverlay(readBase: (path: string) => Promise<string | null>): Overlay {
  const entries = new Map<string, Entry>();

  const touch = async (path: string): Promise<Entry> => {
    const known = entries.get(path);
    if (known !== undefined) return known;
    const base = await readBase(path);
    const entry: Entry = { base, text: base, origin: base === null ? undefined : path };
    entries.set(path, entry);
    return entry;
  };
  const write = async (path: string, text: string | null): Promise<void> => {
    const entry = await touch(path);
    entry.text = text;
    if (text === null) entry.origin = undefined;
  };
  const move = async (from: string, to: string, text: string): Promise<void> => {
    const source = await touch(from);
    const target = await touch(to);
    target.text = text;
    target.origin = source.origin ?? target.origin;
    source.text = null;
    source.origin = undefined;
  };

  return {
    read: async (path) => {
      const entry = entries.get(path);
      return entry === undefined ? readBase(path) : entry.text;
    },
    apply: async (edits) => {
      for (const edit of edits) {
        if (edit.kind === "move") await move(edit.from, edit.to, edit.text);
        else await write(edit.path, edit.kind === "delete" ? null : edit.text);
      }
    },
    texts: () => new Map([...entries].map(([path, entry]) => [path, entry.text])),
    changes: () => changesOf(entries),
    clear: () => { entries.clear(); },
  };
}

function changesOf(entries: ReadonlyMap<string, Entry>): readonly FileChange[] {
  const movedAway = new Set<string>();
  for (const [path, { origin, text }] of entries) {
    if (text !== null && origin !== undefined && origin !== path && entries.get(origin)?.text === null) movedAway.add(origin);
  }
  const changes: FileChange[] = [];
  for (const [path, { base, text, origin }] of entries) {
    if (text === base || movedAway.has(path)) continue;
    const source = origin !== undefined && origin !== path && base === null && movedAway.has(origin) ? entries.get(origin) : undefined;
    if (source !== undefined) changes.push({ path, from: origin, kind: "moved", base: source.base, proposed: text });
    else changes.push({ path, from: undefined, kind: base === null ? "created" : text === null ? "deleted" : "modified", base, proposed: text });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
