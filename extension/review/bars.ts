import type { Hunk } from "../../engine/changes/hunk.ts";
import type { FileReview } from "../../engine/review/file-review.ts";

/** A row of buttons in a proposal, below `line` (0-based). No hunk: it is for the whole file, whose text stays as it is. */
export interface Bar {
  readonly hunk: string | undefined;
  readonly line: number;
  readonly label: string;
}

/** From the first to the last line of a proposal that an editor shows, 0-based. */
export interface SeenLines {
  readonly first: number;
  readonly last: number;
}

/** Bars of a file that no editor shows. */
const UNSEEN = 10;
/** Bars of a file at most: VS Code makes a text editor of its own for each one, although nobody can write there. */
const MOST = 40;

/**
 * The bars of a file: of the hunks in and around what is seen of it, and of those that have one already, so that nothing jumps while it is
 * scrolled. Where they are too many, the ones farthest from what is seen go.
 * @param known ids of hunks with a bar
 */
export function barsOf({ state, kind, from, hunks }: FileReview, seen: readonly SeenLines[], known: ReadonlySet<string>): readonly Bar[] {
  if (state !== "pending") return [];
  if (hunks.length === 0) return [{ hunk: undefined, line: 0, label: from === undefined ? "Empty file" : `Moved from ${from}` }];
  const all = hunks.map((hunk, index) => ({ hunk: hunk.id, line: lastLine(hunk), label: kind === "deleted" ? "Delete this file" : `Change ${index + 1} of ${hunks.length}: ${sizeOf(hunk)}`, index }));
  const near = all.filter(({ hunk, line, index }) => known.has(hunk) || (seen.length === 0 ? index < UNSEEN : seen.some((lines) => distance(line, lines) <= lines.last - lines.first)));
  if (near.length <= MOST) return near;
  const farness = ({ line }: Bar): number => (seen.length === 0 ? line : Math.min(...seen.map((lines) => distance(line, lines))));
  return near.toSorted((a, b) => farness(a) - farness(b)).slice(0, MOST);
}

/** Lines between a line and what is seen. */
function distance(line: number, { first, last }: SeenLines): number {
  return Math.max(0, first - line, line - last);
}

/** The last line of the hunk in the proposal; for a pure removal the line before it. */
function lastLine({ proposedStart, added }: Hunk): number {
  return Math.max(0, proposedStart + added.length - 1);
}

function sizeOf({ added, removed }: Hunk): string {
  return [added.length > 0 ? `+${added.length}` : "", removed.length > 0 ? `−${removed.length}` : ""].filter((part) => part !== "").join(" ");
}
