import type { Hunk } from "./hunk.ts";

/** A hunk as somebody saw it, and the user's text that it was a change of. */
export interface SeenHunk {
  readonly base: string | null;
  readonly hunk: Hunk;
}

/**
 * What has become of a hunk: the same one, else the one that typing has made of it, which stands for the same lines of the user's text.
 * None where it was decided, or where that text has changed: another hunk may stand there now.
 */
export function hunkNow(seen: SeenHunk, now: { readonly base: string | null; readonly hunks: readonly Hunk[] }): Hunk | undefined {
  const same = now.hunks.find(({ id }) => id === seen.hunk.id);
  if (same !== undefined || now.base !== seen.base) return same;
  const end = (hunk: Hunk): number => hunk.baseStart + hunk.removed.length;
  return now.hunks.find((hunk) => hunk.baseStart <= end(seen.hunk) && seen.hunk.baseStart <= end(hunk));
}
