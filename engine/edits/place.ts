import { type Anchors, createAnchors } from "./anchors.ts";
import { type Segment, segmentsOf } from "./elisions.ts";
import { coreOf, type Cursor, earliest, type Fit, fitOf, isDoubtful, isStray, overlap, startAtEnd } from "./fit.ts";
import { type LineIndex, lowerBound } from "./line-index.ts";
import { type Hunk, type HunkLine, oldCount } from "./patch.ts";
import { type Reading, readingsOf } from "./readings.ts";

/** More that fit nowhere tell a model nothing new. */
const MISFITS = 5;

/** Where a segment's lines stand in a file: at 0-based line `start`, as `lines` reads them. */
export interface Placement {
  readonly hunk: Hunk;
  readonly lines: readonly HunkLine[];
  readonly start: number;
}

/** A segment that fits nowhere, or at several places (0-based starts). */
export interface Misfit {
  readonly segment: Segment;
  readonly candidates: readonly number[];
}

interface Placed {
  readonly fit: Fit;
  readonly start: number;
  /**
   * What tells it from other places: a line number that agrees or the file's end (`told`), the hunks before and after (`order`),
   * or only that there is no other (`alone`).
   */
  readonly by: "told" | "order" | "alone";
}

/**
 * Places the hunks of one file in their order without overlapping changes. Of all such placements the one that takes every
 * hunk as early as possible is compared with the one that takes it as late as possible: where they are the same, the placement
 * is unique; where not, the hunk is ambiguous and refused. Each hunk takes its strictest reading that fits.
 */
export function placeHunks(hunks: readonly Hunk[], index: LineIndex): { readonly placements: readonly Placement[]; readonly misfits: readonly Misfit[] } {
  const anchors = createAnchors(index);
  const misfits: Misfit[] = [];
  const placed: Placed[] = [];
  let cursor: Cursor = { end: 0, adds: false };
  let drift = 0;
  for (const segment of hunks.flatMap((hunk) => segmentsOf(hunk, index))) {
    const found = placeNext(segment, index, anchors, cursor, drift);
    const rival = found === undefined || found.by !== "order" ? undefined : stricterPlace(found, index, placed);
    if (found === undefined || rival !== undefined) {
      if (misfits.push({ segment, candidates: found === undefined || rival === undefined ? [] : [rival, found.start].sort((a, b) => a - b) }) === MISFITS) return { placements: [], misfits };
      continue;
    }
    placed.push(found);
    const { fit: { core, lines }, start } = found;
    if (oldCount(lines) > 0 && start + core.begin >= cursor.end) cursor = { end: start + core.end, adds: core.begin === core.end && changes(lines) };
    if (segment.hunk.line !== undefined) drift = start - (segment.hunk.line - 1);
  }
  misfits.push(...ambiguities(placed, index.lines.length));
  const inOrder = placed.filter(({ fit }) => changes(fit.lines)).map(({ fit, start }, order) => ({ order, start, fit })).sort((a, b) => a.start + a.fit.core.begin - (b.start + b.fit.core.begin) || a.order - b.order);
  inOrder.forEach(({ fit, start }, position) => {
    const before = inOrder[position - 1];
    if (before !== undefined && overlap(before, { fit, start })) misfits.push({ segment: fit.segment, candidates: [] });
  });
  return { placements: inOrder.map(({ fit, start }) => ({ hunk: fit.segment.hunk, lines: fit.lines, start })), misfits };
}

function changes(lines: readonly HunkLine[]): boolean {
  return lines.some(({ kind }) => kind !== " ");
}

function placeNext(segment: Segment, index: LineIndex, anchors: Anchors, cursor: Cursor, drift: number): Placed | undefined {
  const { hunk, above } = segment;
  if (segment.lines.every(({ kind }) => kind === "+")) return placeAddition(segment, index, anchors, cursor);
  const anchored = hunk.anchors.length + above.length > 0;
  const starts = anchored ? anchors.below(hunk.anchors, above) : undefined;
  if (anchored && starts === undefined) return above.length > 0 ? undefined : placeAlone(segment, index, isTelling);
  if (hunk.atEnd) {
    for (const reading of readingsOf(segment.lines)) {
      const start = startAtEnd(reading, index);
      if (start !== undefined) return { fit: fitOf(segment, reading, index, starts), start, by: "told" };
    }
    if (!anchored) return placeAlone(segment, index, () => true);
  }
  for (const reading of readingsOf(segment.lines)) {
    if (isDoubtful(reading, index)) continue;
    const fit = fitOf(segment, reading, index, starts);
    const from = earliest(fit.core, cursor);
    const start = fit.first(from);
    if (start === undefined || (starts !== undefined && above.length === 0 && isStray(reading, start, starts, index))) continue;
    const told = hunk.counted === true && hunk.line !== undefined ? [hunk.line - 1 + drift, hunk.line - 1].find((line) => line >= from && fit.first(line) === line) : undefined;
    return { fit, start: told ?? start, by: told === undefined ? "order" : "told" };
  }
  return anchored ? undefined : placeAlone(segment, index, () => true);
}

/** The order of hunks and the end of the file are often told wrong: a place that is the only one needs neither. */
function placeAlone(segment: Segment, index: LineIndex, admits: (reading: Reading) => boolean): Placed | undefined {
  for (const reading of readingsOf(segment.lines)) {
    if (!admits(reading) || isDoubtful(reading, index)) continue;
    const fit = fitOf(segment, reading, index, undefined);
    const start = fit.first(0);
    if (start !== undefined) return { fit, start, by: "alone" };
  }
  return undefined;
}

/** Strict enough to be found without a header that is not in the file. */
function isTelling({ old, level }: Reading): boolean {
  return (level === "exact" || level === "trailing") && old.some((line) => /\w/.test(line));
}

/** A place elsewhere that fits more strictly than the one that order gives; then neither can be taken. */
function stricterPlace({ fit, start }: Placed, index: LineIndex, placed: readonly Placed[]): number | undefined {
  if (fit.segment.hunk.anchors.length + fit.segment.above.length > 0) return undefined;
  for (const { lines, old, level } of readingsOf(fit.segment.lines)) {
    if (index.first(old, level, start) === start) return undefined;
    const place = index.first(old, level, 0);
    if (place === undefined) continue;
    const rival = { fit: { ...fit, core: coreOf(lines) }, start: place };
    const taken = placed.some((other) => overlap(other, rival) && overlap(rival, other));
    if (!taken) return place;
  }
  return undefined;
}

/** A hunk without old lines goes below its header, or to the file's end. */
function placeAddition(segment: Segment, index: LineIndex, anchors: Anchors, cursor: Cursor): Placed | undefined {
  const { hunk, above, lines } = segment;
  const end = index.lines.length;
  const at = (places: Int32Array): Placed | undefined => {
    const fit: Fit = { segment, lines, core: { begin: 0, end: 0 }, first: (from) => places[lowerBound(places, from)], last: (to) => places[lowerBound(places, to + 1) - 1] };
    const start = fit.first(cursor.end) ?? fit.first(0);
    return start === undefined ? undefined : { fit, start, by: places.length === 1 ? "told" : "order" };
  };
  if (hunk.atEnd) return at(Int32Array.of(end));
  if (hunk.anchors.length + above.length > 0) {
    const starts = anchors.below(hunk.anchors, above);
    return starts === undefined ? undefined : at(above.length === 0 ? starts.map((start) => start + 1) : starts);
  }
  if (hunk.line === undefined || end === 0) return at(Int32Array.of(end));
  return hunk.counted === true && hunk.line <= end ? at(Int32Array.of(hunk.line)) : undefined;
}

/** The hunks that could stand elsewhere: the latest placement of all differs from the one that was found. */
function ambiguities(placed: readonly Placed[], end: number): readonly Misfit[] {
  const misfits: Misfit[] = [];
  let bound = end;
  for (const { fit, start, by } of placed.toReversed()) {
    const { core, last } = fit;
    const latest = by === "told" ? start : (last(by === "alone" ? end : bound - core.end) ?? start);
    if (changes(fit.lines) && latest !== start) misfits.push({ segment: fit.segment, candidates: places(fit, start, latest) });
    if (by !== "alone") bound = Math.min(bound, latest + core.begin);
  }
  return misfits.toReversed();
}

function places({ first }: Fit, start: number, latest: number): readonly number[] {
  const found: number[] = [];
  for (let place = first(Math.min(start, latest)); place !== undefined && found.length < 6; place = first(place + 1)) found.push(place);
  return found;
}
