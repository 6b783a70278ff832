import { translateStep } from "./indent-unit.ts";
import type { HunkLine } from "./patch.ts";

const OPENS = /[:{([]\s*$/;

/**
 * The texts of a hunk's added lines in the file's own indentation, by their index in `lines`. `fileLines` are the file's
 * lines that its old lines stand for; where those are indented as the hunk says, nothing changes. Undefined where the hunk lost
 * its indentation so that an added line's cannot be told. `unit` gives the file's step of indentation.
 */
export function reindent(lines: readonly HunkLine[], fileLines: readonly string[], unit: () => string | undefined): ReadonlyMap<number, string> | undefined {
  const all = pair(lines, fileLines);
  // The lines of a comment block are one column off and tell nothing of code.
  const code = all.filter(({ index }) => !/^\s*\*(?:\s|\/|$)/.test(lines[index]?.text ?? ""));
  const pairs = code.length > 0 ? code : all;
  const added = new Map(lines.flatMap(({ kind, text }, index) => (kind === "+" ? [[index, text]] : [])));
  if (pairs.every(({ patch, file }) => patch === file)) return added;
  if (opensFlat(lines)) return undefined;
  const known = indents(pairs);
  for (const [index, text] of added) {
    if (text.trim() === "") added.set(index, "");
    else {
      const indent = indentOf(text);
      const translated = known === undefined ? neighborsIndent(lines, pairs, index) : translate(indent, known, unit());
      if (translated === undefined) return undefined;
      added.set(index, translated + text.slice(indent.length));
    }
  }
  return added;
}

/** A line's indentation in the hunk and in the file; `index` is that in the hunk's lines. */
interface Pair {
  readonly index: number;
  readonly patch: string;
  readonly file: string;
}

function pair(lines: readonly HunkLine[], fileLines: readonly string[]): readonly Pair[] {
  let old = 0;
  return lines.flatMap(({ kind, text }, index) => {
    if (kind === "+") return [];
    const file = fileLines[old++] ?? "";
    return text.trim() === "" ? [] : [{ index, patch: indentOf(text), file: indentOf(file) }];
  });
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** What each indentation of the hunk is in the file; undefined where one of them is several. */
function indents(pairs: readonly Pair[]): ReadonlyMap<string, string> | undefined {
  const known = new Map<string, string>();
  for (const { patch, file } of pairs) {
    if ((known.get(patch) ?? file) !== file) return undefined;
    known.set(patch, file);
  }
  return known;
}

/** An indentation that no old line has is the nearest known one with the difference in the file's unit. */
function translate(indent: string, known: ReadonlyMap<string, string>, unit: string | undefined): string | undefined {
  const exact = known.get(indent);
  if (exact !== undefined) return exact;
  const sorted = [...known].sort(([a], [b]) => a.length - b.length);
  const below = sorted.findLast(([patch]) => indent.startsWith(patch));
  if (below !== undefined) return below[1] + translateStep(indent.slice(below[0].length), sorted, unit);
  const above = sorted.find(([patch]) => patch.startsWith(indent));
  if (above === undefined) return undefined;
  const less = translateStep(above[0].slice(indent.length), sorted, unit);
  return above[1].slice(0, Math.max(0, above[1].length - less.length));
}

/** Whether an added line opens a block and the next added one is no deeper: then its indentation was lost. */
function opensFlat(lines: readonly HunkLine[]): boolean {
  return lines.some(({ kind, text }, index) => {
    const next = lines[index + 1];
    return kind === "+" && OPENS.test(text) && next?.kind === "+" && !/^\s*(?:[)\]}]|end\b|$)/.test(next.text) && indentOf(next.text).length <= indentOf(text).length;
  });
}

/** Where the hunk's indentation tells nothing: that of the one line it replaces, or of all lines around it where they agree. */
function neighborsIndent(lines: readonly HunkLine[], pairs: readonly Pair[], index: number): string | undefined {
  const text = lines[index]?.text ?? "";
  let start = index;
  while (lines[start - 1] !== undefined && lines[start - 1]?.kind !== " ") start--;
  let end = index;
  while (lines[end + 1] !== undefined && lines[end + 1]?.kind !== " ") end++;
  const removed = pairs.filter(({ index: at }) => at >= start && at <= end);
  const added = lines.slice(start, end + 1).filter((line) => line.kind === "+" && line.text.trim() !== "").length;
  if (added === 1 && removed.length === 1) return removed[0]?.file;
  const around = removed.length > 0 ? removed : [pairs.findLast(({ index: at }) => at < start), pairs.find(({ index: at }) => at > end)].filter((pair) => pair !== undefined);
  if (OPENS.test(text) || /^\s*[)\]}]/.test(text) || around.some(({ patch }) => patch !== indentOf(text))) return undefined;
  return around.every(({ file }) => file === around[0]?.file) ? around[0]?.file : undefined;
}
