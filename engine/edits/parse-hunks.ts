import { isSpokenElision } from "./elisions.ts";
import { fold } from "./fold.ts";
import { type Hunk, type HunkLine, isBare } from "./patch.ts";
import { PatchError } from "./patch-error.ts";

const RANGE = /^@@+\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@@*\s?(.*)$/;
const END_OF_FILE = /^\s*\*\*\*\s*End of File\s*(?:\*\*\*)?\s*$/i;
const NO_NEWLINE = /^\\ ?No newline/i;

/** A hunk while its lines are read. */
interface Draft {
  readonly patchLine: number;
  readonly anchors: string[];
  readonly lines: HunkLine[];
  readonly range: readonly [number, number, number] | undefined;
  atEnd: boolean;
  oldUnended: boolean;
  newUnended: boolean;
}

/**
 * The hunks of one file's section. `offset` is the 1-based line of the patch text of the first of `lines`.
 * @throws PatchError for added lines that only say that code was left out
 */
export function parseHunks(lines: readonly string[], offset: number, path: string): readonly Hunk[] {
  const drafts: Draft[] = [];
  const open = (patchLine: number, range: Draft["range"], anchors: string[]): Draft => {
    const draft: Draft = { patchLine, anchors, lines: [], range, atEnd: false, oldUnended: false, newUnended: false };
    drafts.push(draft);
    return draft;
  };
  lines.forEach((line, index) => {
    const current = drafts.at(-1);
    // A padded @@ is a header only where no hunk has begun: in one it is a line of the file.
    const header = headerOf(current === undefined ? line.trimStart() : line);
    if (header !== undefined) {
      const stacked = current?.lines.length === 0 && current.range === undefined && header.range === undefined && current.anchors.length > 0;
      if (!stacked) open(offset + index, header.range, header.anchor === "" ? [] : [header.anchor]);
      else if (header.anchor !== "") current.anchors.push(header.anchor);
      return;
    }
    if (current === undefined && line.trim() === "") return;
    if (END_OF_FILE.test(line) && (!line.startsWith(" ") || lines.slice(index + 1).every((other) => other.trim() === "" || other.startsWith("@@")))) (current ?? open(offset + index, undefined, [])).atEnd = true;
    else if (NO_NEWLINE.test(line)) {
      const last = current?.lines.at(-1);
      if (current !== undefined && last?.kind !== "+") current.oldUnended = true;
      if (current !== undefined && last?.kind !== "-") current.newUnended = true;
    } else (current?.atEnd === true && line.trim() !== "" ? open(offset + index, undefined, []) : (current ?? open(offset + index, undefined, []))).lines.push(parseLine(line));
  });
  return drafts.filter((draft) => draft.lines.length > 0).map((draft, index) => finish(draft, index + 1, path));
}

/** A `@@` line: plain, with a header's text, or a unified diff's range. */
function headerOf(line: string): { readonly range: Draft["range"]; readonly anchor: string } | undefined {
  const range = RANGE.exec(line);
  if (range !== null) return { range: [Number(range[1]), Number(range[2] ?? 1), Number(range[4] ?? 1)], anchor: "" };
  if (line.trimEnd() === "@@") return { range: undefined, anchor: "" };
  if (!line.startsWith("@@")) return undefined;
  const anchor = line.replace(/^@@ ?/, "").trimEnd();
  return { range: undefined, anchor: /^(?:\.{3}|…|@@)?$/.test(anchor.trim()) || /^\s*-\S* \+\S* *@*$/.test(anchor) ? "" : anchor };
}

function parseLine(line: string): HunkLine {
  const text = line.slice(1);
  switch (line[0]) {
    case "+": return { kind: "+", text };
    case "-": return { kind: "-", text };
    case " ": return { kind: " ", text, written: line };
    default: return { kind: " ", text: line, written: line };
  }
}

function finish({ patchLine, anchors, lines: written, range, atEnd, oldUnended, newUnended }: Draft, number: number, path: string): Hunk {
  const lines = withoutSpacing(written, range);
  const removed = new Set(lines.filter(({ kind }) => kind !== "+").map(({ text }) => fold(text, "spacing")));
  const lazy = lines.find(({ kind, text }) => kind === "+" && isSpokenElision(text) && !removed.has(fold(text, "spacing")));
  if (lazy !== undefined) {
    throw new PatchError([{ path, hunk: number, reason: "malformed", text: `Hunk ${number} of ${path} (line ${patchLine} of the patch) adds the line "${lazy.text.trim()}", which only stands for code. Write the code that shall be there; leave lines that stay out of the hunk.` }]);
  }
  return {
    number,
    patchLine,
    anchors,
    lines,
    atEnd,
    ...(range === undefined ? {} : { line: range[0], counted: isCounted(lines, range) }),
    ...(oldUnended || newUnended ? { unended: { old: oldUnended, new: newUnended } } : {}),
  };
}

/** A range's counts fit the lines. */
function isCounted(lines: readonly HunkLine[], range: Draft["range"]): boolean {
  const count = (kind: "+" | "-"): number => lines.filter((line) => line.kind === kind || line.kind === " ").length;
  return range !== undefined && range[1] === count("-") && range[2] === count("+");
}

/** Without the blank lines behind a hunk that only space the patch: a range does not count them, or the hunk has no other context. */
function withoutSpacing(lines: readonly HunkLine[], range: Draft["range"]): readonly HunkLine[] {
  const end = lines.findLastIndex((line) => !isBare(line)) + 1;
  const filled = lines.slice(0, end);
  if (isCounted(filled, range)) return filled;
  if (filled.some((line) => line.kind !== "+" && !isBare(line))) return lines;
  const start = filled.findIndex((line) => !isBare(line));
  return filled.map((line, index) => (index > start && isBare(line) ? { kind: "+", text: "" } : line));
}
