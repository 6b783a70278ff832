import type { HunkLine } from "./patch.ts";

/** Tables of the longest common subsequence beyond this size are not made; then all between the equal ends is replaced. */
const CELLS = 1_000_000;

/** The lines of a hunk that turns `old` into `replacement`: what both have is context (Wagner and Fischer 1974 between equal ends). */
export function diffLines(old: readonly string[], replacement: readonly string[]): readonly HunkLine[] {
  let head = 0;
  while (head < old.length && head < replacement.length && old[head] === replacement[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < replacement.length - head && old.at(-1 - tail) === replacement.at(-1 - tail)) tail++;
  return [...as(" ", old.slice(0, head)), ...inner(old.slice(head, old.length - tail), replacement.slice(head, replacement.length - tail)), ...as(" ", old.slice(old.length - tail))];
}

function as(kind: HunkLine["kind"], lines: readonly string[]): readonly HunkLine[] {
  return lines.map((text) => ({ kind, text }));
}

function inner(old: readonly string[], replacement: readonly string[]): readonly HunkLine[] {
  const width = replacement.length + 1;
  if (old.length * replacement.length === 0 || old.length * width > CELLS) return [...as("-", old), ...as("+", replacement)];
  const common = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = replacement.length - 1; column >= 0; column--) {
      common[row * width + column] = old[row] === replacement[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: HunkLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < replacement.length) {
    const text = old[row];
    const added = replacement[column];
    if (text !== undefined && text === added && at(row, column) === at(row + 1, column + 1) + 1) {
      lines.push({ kind: " ", text });
      row++;
      column++;
    } else if (text !== undefined && (added === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: "-", text });
      row++;
    } else {
      lines.push({ kind: "+", text: added ?? "" });
      column++;
    }
  }
  return lines;
}
