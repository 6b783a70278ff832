import type { OutputChunk } from "../../engine/protocol/task-view.ts";
import { type AnsiState, type AnsiToken, initialAnsi, readAnsi } from "./ansi.ts";
import { styleClasses } from "./ansi-style.ts";

export interface LogSegment {
  readonly text: string;
  /** Classes that draw it; empty for plain text. */
  readonly classes: string;
}

export interface LogLine {
  readonly segments: readonly LogSegment[];
  /** Whether a part of it came from standard error. */
  readonly stderr: boolean;
}

/** Where a log stands: its last line is open, the next chunk may go on with it. */
export interface LogState {
  readonly ansi: Readonly<Record<OutputChunk["stream"], AnsiState>>;
  readonly line: LogLine;
  /** The next text replaces the open line. */
  readonly returned: boolean;
}

const emptyLine: LogLine = { segments: [], stderr: false };
export const emptyLog: LogState = { ansi: { stdout: initialAnsi, stderr: initialAnsi }, line: emptyLine, returned: false };

/** Characters after which a line without an end is broken, so that the page can let go of its front. */
export const LONGEST_LINE = 10_000;

/** Reads a chunk. The first of `lines` replaces the open line, the last is open; there is always one. */
export function readChunk(log: LogState, chunk: OutputChunk): { readonly log: LogState; readonly lines: readonly LogLine[] } {
  const { state, tokens } = readAnsi(log.ansi[chunk.stream], chunk.text);
  const lines: LogLine[] = [];
  let line = log.line;
  let returned = log.returned;
  for (const token of tokens) {
    if (token.kind === "return") {
      returned = true;
    } else if (token.kind === "newline") {
      lines.push(line);
      line = emptyLine;
      returned = false;
    } else {
      line = written(returned ? emptyLine : line, token, chunk.stream === "stderr");
      returned = false;
      while (lineLength(line) > LONGEST_LINE) {
        const [front, rest] = broken(line);
        lines.push(front);
        line = rest;
      }
    }
  }
  return { log: { ansi: { ...log.ansi, [chunk.stream]: state }, line, returned }, lines: [...lines, line] };
}

/** Characters of a line as it is shown. */
export function lineLength(line: LogLine): number {
  return line.segments.reduce((sum, { text }) => sum + text.length, 0);
}

function written(line: LogLine, token: Extract<AnsiToken, { kind: "text" | "backspace" }>, fromStderr: boolean): LogLine {
  const last = line.segments.at(-1);
  if (token.kind === "backspace") {
    if (last === undefined) return line;
    return { ...line, segments: [...line.segments.slice(0, -1), ...(last.text.length > 1 ? [{ ...last, text: last.text.slice(0, -1) }] : [])] };
  }
  const classes = styleClasses(token.style);
  const stderr = line.stderr || fromStderr;
  if (last?.classes === classes) return { stderr, segments: [...line.segments.slice(0, -1), { classes, text: last.text + token.text }] };
  return { stderr, segments: [...line.segments, { classes, text: token.text }] };
}

function broken(line: LogLine): readonly [LogLine, LogLine] {
  const front: LogSegment[] = [];
  const rest: LogSegment[] = [];
  let room = LONGEST_LINE;
  for (const { text, classes } of line.segments) {
    const fits = text.slice(0, room);
    room -= fits.length;
    if (fits !== "") front.push({ text: fits, classes });
    if (fits.length < text.length) rest.push({ text: text.slice(fits.length), classes });
  }
  return [{ ...line, segments: front }, { ...line, segments: rest }];
}

/** What a command's view holds beyond the first `position` characters of all its output; `lost` were dropped before they were read. */
export function outputSince(output: readonly OutputChunk[], dropped: number, position: number): { readonly chunks: readonly OutputChunk[]; readonly lost: number; readonly position: number } {
  const chunks: OutputChunk[] = [];
  let start = dropped;
  for (const chunk of output) {
    const unread = chunk.text.slice(Math.max(0, position - start));
    if (unread !== "") chunks.push({ stream: chunk.stream, text: unread });
    start += chunk.text.length;
  }
  return { chunks, lost: Math.max(0, dropped - position), position: Math.max(position, start) };
}
