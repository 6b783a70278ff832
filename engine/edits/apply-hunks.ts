import { splitAtGaps } from "./gaps.ts";
import { explainMisfit, hunkName } from "./explain.ts";
import { createLineIndex } from "./line-index.ts";
import type { Hunk } from "./patch.ts";
import { type EditFailure, PatchError } from "./patch-error.ts";
import { placeHunks } from "./place.ts";
import { splice } from "./splice.ts";
import { splitLines } from "./text-lines.ts";

/** More failures than this tell a model nothing new. */
const TOLD = 5;
/** Hunks times lines up to which hunks are tried one by one. */
const STEPWISE = 400_000;

/**
 * The text of one file with all hunks applied. @throws PatchError that tells of each hunk that fits nowhere or at several
 * places; then none is applied
 */
export function applyHunks(text: string, hunks: readonly Hunk[], path: string, endWithNewline = false): string {
  const file = splitLines(text);
  const expected = hunks.flatMap(({ anchors, lines }) => [...anchors, ...lines.flatMap(({ kind, text: line, written }) => (kind === "+" ? [] : [line, ...(written === undefined ? [] : [written])]))]);
  const index = createLineIndex(file.lines, expected);
  const { placements, misfits } = placeHunks(hunks, index);
  if (misfits.length > 0) {
    const together = new PatchError(misfits.slice(0, TOLD).map((misfit) => explainMisfit(misfit, path, index)));
    if (misfits.some(({ candidates }) => candidates.length > 1)) throw together;
    const absent = new Set(misfits.map(({ segment }) => segment.hunk));
    const parts = hunks.map((hunk) => (absent.has(hunk) ? splitAtGaps(hunk, index) : [hunk]));
    if (parts.every((part) => part !== undefined)) return applyHunks(text, parts.flat(), path, endWithNewline);
    return hunks.length > 1 && hunks.length * file.lines.length <= STEPWISE ? oneByOne(text, hunks, path, endWithNewline, together) : raise(together);
  }
  const spliced = splice(file, placements, endWithNewline);
  return "text" in spliced ? spliced.text : raise(new PatchError([lostIndentation(spliced.unindented.hunk, path, spliced.unindented.start)]));
}

function raise(error: PatchError): never {
  throw error;
}

/** Models write a hunk over what the one before it made. So each is tried on that; where this fails too, `together` is the reason. */
function oneByOne(text: string, hunks: readonly Hunk[], path: string, endWithNewline: boolean, together: PatchError): string {
  const done = new Set<string>();
  return hunks.reduce((current, hunk) => {
    const content = JSON.stringify(hunk.lines);
    // A hunk that was written twice is to be done once at most, and which of the two was meant is not known.
    if (done.has(content)) throw together;
    done.add(content);
    try {
      return applyHunks(current, [hunk], path, endWithNewline);
    } catch (error) {
      throw error instanceof PatchError ? together : error;
    }
  }, text);
}

function lostIndentation(hunk: Hunk, path: string, start: number): EditFailure {
  return { path, hunk: hunk.number, reason: "absent", text: `${hunkName(hunk, path)} fits at line ${start + 1}, but its lines lost their indentation, so that of the added lines cannot be told.` };
}
