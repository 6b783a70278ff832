import { describeAbsence, describePlaces } from "./explain.ts";
import { isSpokenElision } from "./elisions.ts";
import { diffLines } from "./line-diff.ts";
import { createLineIndex, type LineIndex, lowerBound } from "./line-index.ts";
import { type Hunk, oldCount } from "./patch.ts";
import { type EditFailure, PatchError } from "./patch-error.ts";
import { type Placement, placeHunks } from "./place.ts";
import { readingsOf } from "./readings.ts";
import type { SearchReplace } from "./search-blocks.ts";
import { splice } from "./splice.ts";
import { splitLines, type TextLines } from "./text-lines.ts";

/** Characters of a text that are to be replaced. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text in which edits are looked for; what is costly is made when it is first needed. */
export interface Base {
  readonly text: string;
  readonly file: () => TextLines;
  readonly index: () => LineIndex;
  /** The offset at which each line begins, and the text's length. */
  readonly offsets: () => Int32Array;
}

/** Prepares a text without a byte order mark. */
export function createBase(text: string): Base {
  const once = <Value>(make: () => Value): (() => Value) => {
    let made: { readonly value: Value } | undefined;
    return () => (made ??= { value: make() }).value;
  };
  const file = once(() => splitLines(text));
  return { text, file, index: once(() => createLineIndex(file().lines)), offsets: once(() => offsetsOf(file().raw, text.length)) };
}

function offsetsOf(raw: readonly string[], length: number): Int32Array {
  const offsets = new Int32Array(raw.length + 1);
  raw.forEach((line, index) => { offsets[index + 1] = Math.min(length, (offsets[index] ?? 0) + line.length + 1); });
  return offsets;
}

/** What one edit replaces: exact text first, then whole lines as hunks are matched. @throws PatchError for none or several places */
export function locateEdit(base: Base, edit: SearchReplace, number: number, path: string): readonly Span[] {
  const { text } = base;
  const name = `Edit ${number} of ${path}`;
  if (edit.search === "") {
    if (text === "") return [{ start: 0, end: 0, text: edit.replace }];
    throw failure(path, "malformed", `${name} has nothing to search for.`);
  }
  const crlf = text.includes("\r\n");
  const search = crlf ? edit.search.replace(/\r?\n/g, "\r\n") : edit.search.replaceAll("\r\n", "\n");
  const first = text.indexOf(search);
  if (first === -1) return locateLines(base, edit, name, path);
  const second = text.indexOf(search, first + 1);
  const replacement = (start: number): string => edit.replace.replace(/\r?\n/g, crlf && endsInCrlfAt(text, start) ? "\r\n" : "\n");
  if (second === -1) return [{ start: first, end: first + search.length, text: replacement(first) }];
  if (edit.all !== true) throw failure(path, "ambiguous", `${name} fits several places equally well: ${describePlaces(linesAt(base, occurrences(text, search, 1, 6)), base.index())}.`);
  return occurrences(text, search, search.length, Infinity).map((start) => ({ start, end: start + search.length, text: replacement(start) }));
}

function occurrences(text: string, search: string, step: number, limit: number): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(search); at !== -1 && found.length < limit; at = text.indexOf(search, at + step)) found.push(at);
  return found;
}

function linesAt({ offsets }: Base, places: readonly number[]): readonly number[] {
  return [...new Set(places.map((place) => lowerBound(offsets(), place + 1) - 1))];
}

function endsInCrlfAt(text: string, place: number): boolean {
  const newline = text.indexOf("\n", place);
  return newline === -1 ? true : text[newline - 1] === "\r";
}

function locateLines(base: Base, edit: SearchReplace, name: string, path: string): readonly Span[] {
  const search = contentLines(edit.search);
  const replace = contentLines(edit.replace);
  const hunk: Hunk = { number: 1, patchLine: 1, anchors: [], lines: diffLines(search, replace), atEnd: false };
  const lazy = replace.find((line) => isSpokenElision(line) && !search.some((other) => other.trim() === line.trim()));
  if (lazy !== undefined) throw failure(path, "malformed", `${name} puts in the line "${lazy.trim()}", which only stands for code. Write the code that shall be there.`);
  const { placements, misfits } = placeHunks([hunk], base.index());
  const candidates = misfits.find((misfit) => misfit.candidates.length > 1)?.candidates;
  if (misfits.length > 0 && candidates === undefined) throw failure(path, "absent", `${name} does not fit: ${describeAbsence(hunk.lines, base.index())}`);
  if (candidates !== undefined && edit.all !== true) throw failure(path, "ambiguous", `${name} fits several places equally well: ${describePlaces(candidates, base.index())}.`);
  return (candidates === undefined ? placements : everyPlacement(base.index(), hunk)).map((placement) => spanOf(base, placement, name, path));
}

function everyPlacement(index: LineIndex, hunk: Hunk): readonly Placement[] {
  for (const { lines, old, level } of readingsOf(hunk.lines)) {
    const found: Placement[] = [];
    for (let start = index.first(old, level, 0); start !== undefined; start = index.first(old, level, start + old.length)) found.push({ hunk, lines, start });
    if (found.length > 0) return found;
  }
  return [];
}

/** The placed lines' characters, and what the hunk makes of them. */
function spanOf(base: Base, placement: Placement, name: string, path: string): Span {
  const file = base.file();
  const end = placement.start + oldCount(placement.lines);
  const atEnd = end === file.lines.length;
  const region: TextLines = { bom: "", lines: file.lines.slice(placement.start, end), raw: file.raw.slice(placement.start, end), finalNewline: file.finalNewline || !atEnd };
  const spliced = splice(region, [{ ...placement, start: 0 }], false, file.lines);
  if ("unindented" in spliced) throw failure(path, "absent", `${name} fits at line ${placement.start + 1}, but its lines lost their indentation, so that of the added lines cannot be told.`);
  return { start: base.offsets()[placement.start] ?? 0, end: base.offsets()[end] ?? base.text.length, text: spliced.text };
}

function contentLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function failure(path: string, reason: EditFailure["reason"], text: string): PatchError {
  return new PatchError([{ path, reason, text }]);
}
