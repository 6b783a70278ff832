import type { HunkLine } from "./patch.ts";

/**
 * The texts of a hunk's added lines in the file's own indentation, by their index in `lines`. `fileLines` are the file's
 * lines that its old lines stand for; where those are indented as the hunk says, nothing changes. Undefined where the hunk lost
 * its indentation so that an added line's cannot be told.
 */
export function reindent(lines: readonly HunkLine[], fileLines: readonly string[]): ReadonlyMap<number, string> | undefined {
  const pairs = pair(lines, fileLines);
  const added = new Map(lines.flatMap(({ kind, text }, index) => (kind === "+" ? [[index, text]] : [])));
  if (pairs.every(({ patch, file }) => patch === file)) return added;
  const known = indents(pairs);
  for (const [index, text] of added) {
    if (text.trim() === "") added.set(index, "");
    else {
      const indent = indentOf(text);
      const translated = known === undefined ? neighborsIndent(lines, pairs, index) : translate(indent, known);
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
function translate(indent: string, known: ReadonlyMap<string, string>): string | undefined {
  const exact = known.get(indent);
  if (exact !== undefined) return exact;
  const sorted = [...known].sort(([a], [b]) => a.length - b.length);
  const below = sorted.findLast(([patch]) => indent.startsWith(patch));
  const above = sorted.find(([patch]) => patch.startsWith(indent));
  const unit = unitOf(sorted);
  if (below !== undefined) return below[1] + deepen(indent.slice(below[0].length), unit, below[1]);
  if (above === undefined) return undefined;
  const less = deepen(above[0].slice(indent.length), unit, above[1]);
  return above[1].slice(0, Math.max(0, above[1].length - less.length));
}

/** One step of indentation in the hunk and in the file, from two known ones or from one that is not empty. */
function unitOf(sorted: readonly (readonly [string, string])[]): readonly [string, string] | undefined {
  for (const [index, [patch, file]] of sorted.entries()) {
    for (const [deeperPatch, deeperFile] of sorted.slice(index + 1)) {
      if (deeperPatch.startsWith(patch) && deeperFile.startsWith(file) && deeperFile.length > file.length) return [deeperPatch.slice(patch.length), deeperFile.slice(file.length)];
    }
  }
  const single = sorted.find(([patch, file]) => patch !== "" && file !== "" && patch.startsWith("\t") !== file.startsWith("\t"));
  return single;
}

function deepen(difference: string, unit: readonly [string, string] | undefined, beside: string): string {
  const [patch, file] = unit ?? ["", ""];
  if (patch !== "" && difference.length % patch.length === 0 && patch.repeat(difference.length / patch.length) === difference) return file.repeat(difference.length / patch.length);
  const width = difference.replaceAll("\t", "    ").length;
  if (beside.includes("\t") && !difference.includes("\t")) return "\t".repeat(Math.max(1, Math.round(width / 4)));
  return beside !== "" && !beside.includes("\t") && difference.includes("\t") ? " ".repeat(width) : difference;
}

/** Where the hunk's indentation tells nothing: that of the line it replaces, or of both its neighbors where they agree. */
function neighborsIndent(lines: readonly HunkLine[], pairs: readonly Pair[], index: number): string | undefined {
  const own = indentOf(lines[index]?.text ?? "");
  let runStart = index;
  while (lines[runStart - 1] !== undefined && lines[runStart - 1]?.kind !== " ") runStart--;
  let runEnd = index;
  while (lines[runEnd + 1] !== undefined && lines[runEnd + 1]?.kind !== " ") runEnd++;
  const run = lines.slice(runStart, runEnd + 1);
  const removed = pairs.filter(({ index: at }) => at >= runStart && at <= runEnd);
  const addedBefore = run.slice(0, index - runStart).filter(({ kind, text }) => kind === "+" && text.trim() !== "").length;
  const added = run.filter(({ kind, text }) => kind === "+" && text.trim() !== "").length;
  if (added === removed.length) return removed[addedBefore]?.file;
  const before = pairs.findLast(({ index: at }) => at < index);
  const after = pairs.find(({ index: at }) => at > index);
  const opens = /[:{([]\s*$/.test(lines[index]?.text ?? "");
  if (opens || (before ?? after)?.patch !== own) return undefined;
  return before === undefined || after === undefined || before.file === after.file ? (before ?? after)?.file : undefined;
}
