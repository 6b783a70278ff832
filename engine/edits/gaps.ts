import type { LineIndex } from "./line-index.ts";
import { type Hunk, type HunkLine, oldCount, oldLines } from "./patch.ts";

const LONGEST = 80;
const MOST_PARTS = 4;
/** A change whose old lines have fewer letters and digits could stand anywhere. */
const TELLING = 8;

/**
 * A hunk cut where its writer left out lines without saying so, or undefined where it cannot be: each part has to stand in
 * the file behind the one before it, and the old lines of each change at one place only.
 */
export function splitAtGaps(hunk: Hunk, index: LineIndex): readonly Hunk[] | undefined {
  if (oldCount(hunk.lines) > LONGEST) return undefined;
  for (const level of ["exact", "trailing"] as const) {
    const counts = partLengths(oldLines(hunk.lines), (part, from) => index.first(part, level, from));
    const parts = counts === undefined ? undefined : cut(hunk.lines, counts);
    const changes = parts?.filter((part) => part.some(({ kind }) => kind !== " "));
    const isTold = (part: readonly HunkLine[]): boolean => {
      const old = oldLines(part);
      return old.join("").replace(/\W/g, "").length >= TELLING && index.first(old, level, 0) === index.last(old, level, index.lines.length);
    };
    if (changes?.every(isTold) === true) return changes.map((lines, part) => ({ ...hunk, lines, anchors: part === 0 ? hunk.anchors : [], atEnd: false, line: undefined }));
  }
  return undefined;
}

/** How many lines each part has, every part as long as can be. */
function partLengths(old: readonly string[], find: (part: readonly string[], from: number) => number | undefined): readonly number[] | undefined {
  const lengths: number[] = [];
  let begin = 0;
  let from = 0;
  while (begin < old.length) {
    let length = 0;
    let end = from;
    for (let next = find(old.slice(begin, begin + 1), from); next !== undefined; next = begin + length < old.length ? find(old.slice(begin, begin + length + 1), from) : undefined) {
      length++;
      end = next + length;
    }
    if (length === 0 || lengths.push(length) > MOST_PARTS) return undefined;
    begin += length;
    from = end;
  }
  return lengths.length > 1 ? lengths : undefined;
}

/** The lines in parts of so many old lines. Lines added between two parts go with a removed neighbor; without one they could go with either. */
function cut(lines: readonly HunkLine[], counts: readonly number[]): readonly (readonly HunkLine[])[] | undefined {
  const parts: HunkLine[][] = [];
  let at = 0;
  for (const [number, count] of counts.entries()) {
    const part: HunkLine[] = [];
    for (let old = 0; at < lines.length && (old < count || lines[at]?.kind === "+"); at++) {
      const line = lines[at];
      if (line === undefined) break;
      if (line.kind === "+" && old === count && number < counts.length - 1 && part.findLast(({ kind }) => kind !== "+")?.kind !== "-") {
        if (lines.slice(at).find(({ kind }) => kind !== "+")?.kind !== "-") return undefined;
        break;
      }
      if (line.kind !== "+") old++;
      part.push(line);
    }
    parts.push(part);
  }
  return parts;
}
