import { createAnchors } from "./anchors.ts";
import { indentation } from "./block.ts";
import { fold, type Level, levels } from "./fold.ts";
import type { LineIndex } from "./line-index.ts";
import { nearestPlace } from "./nearest.ts";
import { type Hunk, type HunkLine, oldLines } from "./patch.ts";
import type { EditFailure } from "./patch-error.ts";
import type { Misfit } from "./place.ts";

const SHOWN_LINES = 12;
const SHOWN_WIDTH = 160;

/** What a hunk is called in messages. */
export function hunkName({ number, patchLine }: Hunk, path: string): string {
  return `Hunk ${number} of ${path} (line ${patchLine} of the patch)`;
}

/** Why a hunk was refused: the places that it fits, or the nearest one and how it differs. */
export function explainMisfit({ segment, candidates }: Misfit, path: string, index: LineIndex): EditFailure {
  const name = hunkName(segment.hunk, path);
  const failure = { path, hunk: segment.hunk.number };
  if (candidates.length > 1) return { ...failure, reason: "ambiguous", text: `${name} fits several places equally well: ${describePlaces(candidates, index)}.` };
  const old = oldLines(segment.lines);
  if (old.length === 0) return { ...failure, reason: "absent", text: `${name} only adds lines, and ${segment.hunk.anchors.length === 0 ? "nothing in it tells where" : `its header "${segment.hunk.anchors.join(" / ")}" is not in the file`}. ${size(index)}` };
  const header = segment.hunk.anchors.length > 0 && createAnchors(index).below(segment.hunk.anchors, []) === undefined ? `its header "${segment.hunk.anchors.join(" / ")}" is not in the file, and ` : "";
  return { ...failure, reason: "absent", text: `${name} does not fit: ${header}${describeAbsence(segment.lines, index)}` };
}

/** `line 12 (in "class A:"), line 40 (in "class B:")`, at most five of them. */
export function describePlaces(starts: readonly number[], index: LineIndex): string {
  const shown = starts.slice(0, 5).map((start) => {
    const around = enclosing(start, index.lines);
    return `line ${start + 1}${around === undefined ? "" : ` (below "${clip(around.trim())}")`}`;
  });
  return shown.join(", ") + (starts.length > 5 ? " and more" : "");
}

/** The nearest line above with less indentation: what a model could name in a header. */
function enclosing(start: number, lines: readonly string[]): string | undefined {
  const depth = indentation(lines[start] ?? "");
  for (let place = start - 1; place >= Math.max(0, start - 500); place--) {
    const line = lines[place] ?? "";
    if (/\w/.test(line) && indentation(line) < depth) return line;
  }
  return undefined;
}

/** Why lines are not in a file, and what stands at the nearest place. */
export function describeAbsence(lines: readonly HunkLine[], index: LineIndex): string {
  const old = oldLines(lines);
  const near = nearestPlace(old, index);
  if (near === undefined) return `no line of the file is like its lines. ${size(index)} The first line looked for: "${clip(old.find((line) => line.trim() !== "") ?? "")}".`;
  const level = levels.find((each) => index.first(old, each, 0) === near.start);
  if (level !== undefined) return `its lines stand at line ${near.start + 1}, which another hunk of the patch changes already or which is not below its header.`;
  const differing = old.findIndex((line, offset) => !same(line, index.lines[near.start + offset]));
  const there = index.lines[near.start + differing];
  return [
    `its lines are not in the file. The nearest place begins at line ${near.start + 1}, where ${near.agreeing} of ${old.length} lines agree. The first that differs:`,
    `  the patch has       ${clip(old[differing] ?? "")}`,
    `  the file has ${`${near.start + differing + 1}:`.padStart(6)} ${there === undefined ? "(its end)" : clip(there)}`,
    "The file there:",
    ...index.lines.slice(near.start, near.start + Math.min(old.length + 1, SHOWN_LINES)).map((line, offset) => `${String(near.start + offset + 1).padStart(6)} ${clip(line)}`),
  ].join("\n");
}

function same(line: string, other: string | undefined): boolean {
  const level: Level = "spacing";
  return other !== undefined && fold(line, level) === fold(other, level);
}

function size({ lines }: LineIndex): string {
  return `The file has ${lines.length} line${lines.length === 1 ? "" : "s"}.`;
}

function clip(line: string): string {
  return line.length > SHOWN_WIDTH ? `${line.slice(0, SHOWN_WIDTH)}…` : line;
}
