import { fold } from "./fold.ts";
import type { LineIndex } from "./line-index.ts";
import { isMarker } from "./marker.ts";
import { type Hunk, type HunkLine, oldLines } from "./patch.ts";

const ELISION = /^(?:\/\/|#|--|;|\/\*|<!--|\{\/\*|%|\(\*)?\s*\[?(?:\.\.\.|…)(?:\s*\(?[\w',; -]*\)?\s*(?:\.\.\.|…)?)?\]?\s*(?:\*\/\}?|-->|\*\))?$/u;
const SPOKEN = /\b(?:existing|rest|remaining|remainder|unchanged|previous|same|other|omitted|more)\b/i;

/** Whether a line stands for lines that its writer left out: `...`, `// ... existing code ...`. */
export function isElision(text: string): boolean {
  return isMarker(ELISION, text.trim());
}

/** Whether a line can only be an elision, not code (`...` alone is a statement of Python). */
export function isSpokenElision(text: string): boolean {
  return isElision(text) && SPOKEN.test(text);
}

/** A hunk as it is to be placed: blocks of lines that stand above it, then its lines without a gap. */
export interface Segment {
  readonly hunk: Hunk;
  /** Runs of unchanged lines above an elision, outermost first. */
  readonly above: readonly (readonly string[])[];
  readonly lines: readonly HunkLine[];
}

/** A hunk cut at its elisions, unless the file itself has those lines. Parts without a change only say where the next stands. */
export function segmentsOf(hunk: Hunk, index: LineIndex): readonly Segment[] {
  const lines = unchangedElisions(hunk.lines);
  const elided = (line: HunkLine): boolean => line.kind === " " && isElision(line.text);
  if (!lines.some(elided) || index.first(oldLines(lines), "spacing", 0) !== undefined) return [{ hunk, above: [], lines: hunk.lines }];
  const segments: Segment[] = [];
  let above: (readonly string[])[] = [];
  for (const part of split(lines, elided)) {
    if (part.length === 0) continue;
    if (part.some(({ kind }) => kind !== " ")) {
      segments.push({ hunk, above, lines: part });
      above = [];
    } else above.push(oldLines(part));
  }
  return segments.length === 0 ? [{ hunk, above: [], lines: hunk.lines }] : segments;
}

/** `-...` followed by `+...` changes nothing: it is an elision, too. */
function unchangedElisions(lines: readonly HunkLine[]): readonly HunkLine[] {
  const added = new Set(lines.filter(({ kind }) => kind === "+").map(({ text }) => fold(text, "spacing")));
  const removed = new Set(lines.filter(({ kind }) => kind === "-").map(({ text }) => fold(text, "spacing")));
  return lines.flatMap((line) => {
    const text = fold(line.text, "spacing");
    if (line.kind === " " || !isElision(text) || !added.has(text) || !removed.has(text)) return [line];
    return line.kind === "-" ? [{ kind: " ", text: line.text }] : [];
  });
}

function split(lines: readonly HunkLine[], at: (line: HunkLine) => boolean): readonly (readonly HunkLine[])[] {
  const parts: HunkLine[][] = [[]];
  for (const line of lines) {
    if (at(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}
