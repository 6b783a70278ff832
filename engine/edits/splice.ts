import { oldCount } from "./patch.ts";
import type { Placement } from "./place.ts";
import { indentUnit } from "./indent-unit.ts";
import { reindent } from "./reindent.ts";
import { endsInCrlf, type TextLines } from "./text-lines.ts";

/** The text with every placed hunk done, or the placement whose added lines have no tellable indentation. */
export type Spliced = { readonly text: string } | { readonly unindented: Placement };

/**
 * Replaces the placed lines. Untouched and context lines keep their bytes, added lines get the line ending of the line that
 * they replace or follow, and the file ends with a newline if it did (or as a unified diff says, or `endWithNewline` asks). `unitLines` show
 * the file's indentation, where `file` is only a part of it.
 */
export function splice(file: TextLines, placements: readonly Placement[], endWithNewline: boolean, unitLines: readonly string[] = file.lines): Spliced {
  const written: string[] = [];
  const last = file.raw.length - 1;
  // An unended last line takes the carriage return that the others have; whichever line is the last at the end loses it again.
  const carried = !file.finalNewline && last >= 0 && endsInCrlf(file, last);
  let done = 0;
  let state: { readonly inCrlf: boolean; readonly finalNewline: boolean } = { inCrlf: false, finalNewline: file.finalNewline };
  const copyTo = (end: number): void => {
    if (done >= end) return;
    for (; done < end; done++) written.push(file.raw[done] ?? "");
    if (end <= last || file.finalNewline) state = { ...state, inCrlf: written.at(-1)?.endsWith("\r") === true };
    else {
      if (carried) written.push(`${written.pop() ?? ""}\r`);
      state = { ...state, inCrlf: carried };
    }
  };
  for (const placement of placements) {
    const end = placement.start + oldCount(placement.lines);
    const added = reindent(placement.lines, file.lines.slice(placement.start, end), () => indentUnit(unitLines));
    if (added === undefined) return { unindented: placement };
    let place = placement.start;
    const removedRun: number[] = [];
    placement.lines.forEach(({ kind }, index) => {
      if (kind === "+") {
        const crlf = endsInCrlf(file, removedRun.shift() ?? Math.max(0, place - 1));
        copyTo(place);
        written.push((added.get(index) ?? "") + (crlf ? "\r" : ""));
        state = { ...state, inCrlf: crlf };
        return;
      }
      // Lines up to here may have been written by a hunk before whose context reaches into this one.
      if (kind === "-") {
        copyTo(place);
        done = Math.max(done, place + 1);
        removedRun.push(place);
      } else removedRun.length = 0;
      place++;
    });
    const { unended } = placement.hunk;
    if (unended !== undefined && end === file.lines.length && unended.old !== unended.new) state = { ...state, finalNewline: !unended.new };
  }
  copyTo(file.lines.length);
  const text = written.join("\n");
  if (written.length === 0) return { text: file.bom };
  if (endWithNewline || state.finalNewline || file.lines.length === 0) return { text: `${file.bom}${text}\n` };
  return { text: file.bom + (state.inCrlf ? text.slice(0, -1) : text) };
}
