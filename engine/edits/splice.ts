import { oldCount } from "./patch.ts";
import type { Placement } from "./place.ts";
import { reindent } from "./reindent.ts";
import { endsInCrlf, type TextLines } from "./text-lines.ts";

/** The text with every placed hunk done, or the placement whose added lines have no tellable indentation. */
export type Spliced = { readonly text: string } | { readonly unindented: Placement };

/**
 * Replaces the placed lines. Untouched and context lines keep their bytes, added lines get the line ending of the line that
 * they replace or follow, and the file ends with a newline if it did (or as a unified diff says, or `endWithNewline` asks).
 */
export function splice(file: TextLines, placements: readonly Placement[], endWithNewline: boolean): Spliced {
  const written: string[] = [];
  let done = 0;
  const inCrlf: boolean[] = [];
  const write = (line: string, crlf: boolean): void => {
    written.push(crlf ? `${line}\r` : line);
    inCrlf.push(crlf);
  };
  const copyTo = (end: number): void => {
    for (; done < end; done++) write(file.lines[done] ?? "", endsInCrlf(file, done));
  };
  let { finalNewline } = file;
  for (const placement of placements) {
    const end = placement.start + oldCount(placement.lines);
    const added = reindent(placement.lines, file.lines.slice(placement.start, end));
    if (added === undefined) return { unindented: placement };
    let place = placement.start;
    const removedRun: number[] = [];
    placement.lines.forEach(({ kind }, index) => {
      if (kind === "+") {
        const crlf = endsInCrlf(file, removedRun.shift() ?? Math.max(0, place - 1));
        copyTo(place);
        write(added.get(index) ?? "", crlf);
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
    if (unended !== undefined && end === file.lines.length && unended.old !== unended.new) finalNewline = !unended.new;
  }
  copyTo(file.lines.length);
  const text = written.join("\n");
  if (written.length === 0) return { text: file.bom };
  if (endWithNewline || finalNewline || file.lines.length === 0) return { text: `${file.bom}${text}\n` };
  return { text: file.bom + (inCrlf.at(-1) === true ? text.slice(0, -1) : text) };
}
