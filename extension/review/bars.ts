import type { Hunk } from "../../engine/changes/hunk.ts";
import type { FileReview } from "../../engine/review/file-review.ts";

/** A row of buttons in a proposal, below `line` (0-based). No hunk: it is for the whole file, whose text stays as it is. */
export interface Bar {
  readonly hunk: string | undefined;
  readonly line: number;
  readonly label: string;
}

/** Bars per file: VS Code lays each out in the page of the workbench. Further hunks get theirs when earlier ones are decided. */
const MOST = 300;

export function barsOf({ state, kind, from, hunks }: FileReview): readonly Bar[] {
  if (state !== "pending") return [];
  if (hunks.length === 0) return [{ hunk: undefined, line: 0, label: from === undefined ? "Empty file" : `Moved from ${from}` }];
  return hunks.slice(0, MOST).map((hunk, index) => ({ hunk: hunk.id, line: lastLine(hunk), label: kind === "deleted" ? "Delete this file" : `Change ${index + 1} of ${hunks.length}: ${sizeOf(hunk)}` }));
}

/** The last line of the hunk in the proposal; for a pure removal the line before it. */
function lastLine({ proposedStart, added }: Hunk): number {
  return Math.max(0, proposedStart + added.length - 1);
}

function sizeOf({ added, removed }: Hunk): string {
  return [added.length > 0 ? `+${added.length}` : "", removed.length > 0 ? `−${removed.length}` : ""].filter((part) => part !== "").join(" ");
}
