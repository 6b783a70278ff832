import { explainMisfit, hunkName } from "./explain.ts";
import { createLineIndex } from "./line-index.ts";
import type { Hunk } from "./patch.ts";
import { type EditFailure, PatchError } from "./patch-error.ts";
import { placeHunks } from "./place.ts";
import { splice } from "./splice.ts";
import { splitLines } from "./text-lines.ts";

/** More failures than this tell a model nothing new. */
const TOLD = 5;

/**
 * The text of one file with all hunks applied. @throws PatchError that tells of each hunk that fits nowhere or at several
 * places; then none is applied
 */
export function applyHunks(text: string, hunks: readonly Hunk[], path: string, endWithNewline = false): string {
  const file = splitLines(text);
  const index = createLineIndex(file.lines);
  const { placements, misfits } = placeHunks(hunks, index);
  if (misfits.length > 0) {
    throw new PatchError(misfits.slice(0, TOLD).map((misfit) => explainMisfit(misfit, path, index)));
  }
  const spliced = splice(file, placements, endWithNewline);
  if ("text" in spliced) return spliced.text;
  throw new PatchError([lostIndentation(spliced.unindented.hunk, path, spliced.unindented.start)]);
}

function lostIndentation(hunk: Hunk, path: string, start: number): EditFailure {
  return { path, hunk: hunk.number, reason: "absent", text: `${hunkName(hunk, path)} fits at line ${start + 1}, but its lines lost their indentation, so that of the added lines cannot be told.` };
}
