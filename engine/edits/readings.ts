import { type Level, levels } from "./fold.ts";
import { type HunkLine, isBare } from "./patch.ts";

/** One way to read a hunk's lines, and how strictly it is to be compared. */
export interface Reading {
  readonly lines: readonly HunkLine[];
  readonly old: readonly string[];
  readonly level: Level;
}

/**
 * The readings of a hunk, the strictest first: as written; without bare blank lines at its ends, which models put between
 * hunks; with bare blank lines among added ones as added; with context lines whose marker was left out; at last with context that was written twice only once.
 */
export function readingsOf(lines: readonly HunkLine[]): readonly Reading[] {
  const asWritten = [lines, ...withAddedBlanks(lines)].flatMap((reading) => [reading, ...withoutBareEnds(reading)]);
  const unmarked = lines.some(({ kind, written, text }) => kind === " " && written !== undefined && written !== text)
    ? asWritten.map((reading) => reading.map((line) => (line.written === undefined ? line : { ...line, text: line.written })))
    : [];
  const once = withoutRepeats(lines);
  return [
    ...levels.flatMap((level) => [...asWritten, ...(level === "exact" || level === "trailing" ? unmarked : [])].map((reading) => at(reading, level))),
    ...(once.length === lines.length ? [] : levels.slice(0, 3).map((level) => at(once, level))),
  ].filter(({ old }) => old.length > 0);
}

function at(lines: readonly HunkLine[], level: Level): Reading {
  return { lines, level, old: lines.filter(({ kind }) => kind !== "+").map(({ text }) => text) };
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
