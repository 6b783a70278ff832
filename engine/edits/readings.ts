import { type Level, levels } from "./fold.ts";
import { type HunkLine, isBare, oldLines } from "./patch.ts";

const NUMBERED = /^\s*(\d+)(\t|\u2192| ?\| ?| ?: ?)/;

/** One way to read a hunk's lines, and how strictly it is to be compared. */
export interface Reading {
  readonly lines: readonly HunkLine[];
  readonly old: readonly string[];
  readonly level: Level;
  /** Nothing in the hunk shows that it is to be read so: it may only be where its lines stand nowhere else in another indentation. */
  readonly isGuess: boolean;
}

/**
 * The readings of a hunk, the strictest first: as written; without bare blank lines at its ends, which models put between
 * hunks; with bare blank lines among added ones as added; with context lines whose marker was left out; at last with context that was written twice only once, and
 * without the line numbers that a tool showed.
 */
export function* readingsOf(lines: readonly HunkLine[]): Generator<Reading, undefined> {
  const asWritten = [lines, ...withAddedBlanks(lines)].flatMap((reading) => [reading, ...withoutBareEnds(reading)]);
  const context = lines.filter(({ kind, written }) => kind === " " && written !== undefined);
  // Lines that begin with a space may have their marker; one that does not shows that its writer left markers out.
  const isGuess = !context.some(({ written, text }) => written === text && text !== "");
  for (const level of levels) {
    yield* at(asWritten, level);
    if ((level === "exact" || level === "trailing") && context.length > 0) {
      yield* at(asWritten.map((reading) => reading.map((line) => (line.written === undefined ? line : { ...line, text: line.written }))), level, isGuess);
    }
  }
  const once = withoutRepeats(lines);
  if (once.length < lines.length) for (const level of levels.slice(0, 3)) yield* at([once], level);
  const unnumbered = withoutNumbers(lines);
  if (unnumbered !== undefined) for (const level of levels.slice(0, 3)) yield* at([unnumbered], level);
  return undefined;
}

function* at(readings: readonly (readonly HunkLine[])[], level: Level, isGuess = false): Generator<Reading, undefined> {
  for (const lines of readings) {
    const old = oldLines(lines);
    if (old.length > 0) yield { lines, level, old, isGuess };
  }
  return undefined;
}

function withoutBareEnds(lines: readonly HunkLine[]): readonly (readonly HunkLine[])[] {
  const start = lines.findIndex((line) => !isBare(line));
  const end = lines.findLastIndex((line) => !isBare(line)) + 1;
  if (start === -1) return [];
  return [...(end < lines.length ? [lines.slice(0, end)] : []), ...(start > 0 ? [lines.slice(start, end)] : [])];
}

function withAddedBlanks(lines: readonly HunkLine[]): readonly (readonly HunkLine[])[] {
  const added = lines.map((line, index): HunkLine => {
    if (!isBare(line)) return line;
    const before = lines.slice(0, index).findLast((other) => !isBare(other));
    const after = lines.slice(index + 1).find((other) => !isBare(other));
    return before?.kind === "+" && after?.kind === "+" ? { kind: "+", text: "" } : line;
  });
  return added.some(({ kind }, index) => kind !== lines[index]?.kind) ? [added] : [];
}

/** Without each context line that its neighbor, context or removed, says again. */
function withoutRepeats(lines: readonly HunkLine[]): readonly HunkLine[] {
  return lines.filter((line, index) => {
    const next = lines[index + 1];
    const before = lines[index - 1];
    const again = (other: HunkLine | undefined): boolean => other !== undefined && other.kind !== "+" && other.text === line.text && line.text.trim() !== "";
    return line.kind !== " " || !(again(next) || (before?.kind === "-" && again(before)));
  });
}

/** Without line numbers that were copied from a listing: all old lines have them, and they count up. */
function withoutNumbers(lines: readonly HunkLine[]): readonly HunkLine[] | undefined {
  const numbered = oldLines(lines).map((line) => NUMBERED.exec(line));
  const first = Number(numbered[0]?.[1]);
  const isListing = numbered.length > 0 && numbered.every((found, index) => Number(found?.[1]) === first + index && (numbered.length > 1 || found?.[2]?.includes(":") !== true));
  return isListing ? lines.map((line) => ({ kind: line.kind, text: line.text.replace(NUMBERED, "") })) : undefined;
}
