import { blockEnd } from "./block.ts";
import type { Segment } from "./elisions.ts";
import { type LineIndex, lowerBound } from "./line-index.ts";
import { type HunkLine, oldCount } from "./patch.ts";
import type { Reading } from "./readings.ts";

/** A segment with one reading of it and the places that it could take. */
export interface Fit {
  readonly segment: Segment;
  readonly lines: readonly HunkLine[];
  readonly core: Core;
  /** The first start ≥ `from`, the last ≤ `to`. */
  readonly first: (from: number) => number | undefined;
  readonly last: (to: number) => number | undefined;
}

/** The old lines of a hunk between its first and its last change, relative to its start; empty where it only adds. */
export interface Core {
  readonly begin: number;
  readonly end: number;
}

/** Where the changes end that are placed so far, and whether the last of them only adds. */
export interface Cursor {
  readonly end: number;
  readonly adds: boolean;
}

/** `starts` are the earliest starts below its headers and blocks, ascending; undefined where it has none. */
export function fitOf(segment: Segment, { lines, old, level }: Reading, index: LineIndex, starts: Int32Array | undefined): Fit {
  const core = coreOf(lines);
  if (starts === undefined) return { segment, lines, core, first: (from) => index.first(old, level, from), last: (to) => index.last(old, level, to) };
  if (segment.above.length > 0) {
    // An ellipsis may leave out anything: all below it counts, up to the end of the block that the line above it opens.
    const begin = starts[0] ?? 0;
    const end = starts.length === 1 ? blockEnd(begin - 1, index.lines) : Infinity;
    const inBlock = (index.first(old, level, begin) ?? Infinity) < end;
    const checked = (match: number | undefined): number | undefined => (match === undefined || match < begin || (inBlock && match >= end) ? undefined : match);
    return { segment, lines, core, first: (from) => checked(index.first(old, level, Math.max(from, begin))), last: (to) => checked(index.last(old, level, inBlock ? Math.min(to, end - 1) : to)) };
  }
  // Each header's place claims the first match below it; these rise with the places, so they can be searched by halves.
  const below = (position: number): number | undefined => (starts[position] === undefined ? undefined : index.first(old, level, starts[position]));
  const count = (holds: (match: number) => boolean): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(below(middle) ?? Infinity)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { segment, lines, core, first: (from) => below(count((match) => match < from)), last: (to) => below(count((match) => match <= to) - 1) };
}

/** The start at which a reading's lines are the file's last, blank lines behind them aside. */
export function startAtEnd({ old, level }: Reading, index: LineIndex): number | undefined {
  const end = index.lines.findLastIndex((line) => line.trim() !== "") + 1;
  return [index.lines.length, end].map((last) => last - old.length).find((start) => start >= 0 && index.first(old, level, start) === start);
}

/** Whether a guessed reading has rivals: its lines stand at other places, too, apart from their indentation. */
export function isDoubtful({ old, isGuess }: Reading, index: LineIndex): boolean {
  return isGuess && index.first(old, "surrounding", 0) !== index.last(old, "surrounding", index.lines.length);
}

/** Whether a match lies behind the block that its header opens, while other places have the same lines: then the header does not tell. */
export function isStray({ old, level }: Reading, start: number, starts: Int32Array, index: LineIndex): boolean {
  const header = starts[lowerBound(starts, start + 1) - 1];
  return header !== undefined && start >= blockEnd(header, index.lines) && index.first(old, level, 0) !== index.last(old, level, index.lines.length);
}

/** The core of a hunk's lines. */
export function coreOf(lines: readonly HunkLine[]): Core {
  let old = 0;
  let begin: number | undefined;
  let end = 0;
  for (const { kind } of lines) {
    if (kind !== " ") begin ??= old;
    if (kind !== "+") old++;
    if (kind !== " ") end = old;
  }
  return { begin: begin ?? 0, end: begin === undefined ? 0 : end };
}

/** The first start at which a core lies behind another; two additions never share a place, as one hunk written twice would. */
export function earliest(core: Core, before: Cursor): number {
  return Math.max(0, before.end - core.begin + (before.adds && core.begin === core.end ? 1 : 0));
}

/** Whether the second change begins before the first ends, or both add at one place that their context names. */
export function overlap(before: { readonly fit: Fit; readonly start: number }, after: { readonly fit: Fit; readonly start: number }): boolean {
  const end = before.start + before.fit.core.end;
  const begin = after.start + after.fit.core.begin;
  const samePlace = begin === end && begin === before.start + before.fit.core.begin && begin === after.start + after.fit.core.end;
  return begin < end || (samePlace && oldCount(before.fit.lines) > 0 && oldCount(after.fit.lines) > 0);
}
