import { type AnsiStyle, applyRendition } from "./ansi-style.ts";
import { visibleProse } from "./visible.ts";

/** What a terminal's stream says, one thing at a time. */
export type AnsiToken =
  | { readonly kind: "text"; readonly text: string; readonly style: AnsiStyle }
  | { readonly kind: "newline" }
  /** The cursor went back to the start of the line: what comes next replaces it. */
  | { readonly kind: "return" }
  | { readonly kind: "backspace" };

/** Where a stream stands between two chunks. */
export interface AnsiState {
  readonly style: AnsiStyle;
  /** The beginning of an escape sequence, whose end has not come yet. */
  readonly pending: string;
}

export const initialAnsi: AnsiState = { style: {}, pending: "" };

/** An unfinished sequence longer than this is none: it is dropped. */
const LONGEST_SEQUENCE = 4096;
const [BELL, BACKSPACE, NEWLINE, RETURN, ESCAPE, CSI] = [7, 8, 10, 13, 27, 0x9b];

/**
 * Reads the next chunk of a stream. Colors and weights become styles; every other escape sequence (titles, links, cursor moves)
 * is dropped; controls left in the text are written by their code points. The text is plain: it must be shown as text.
 */
export function readAnsi(before: AnsiState, chunk: string): { readonly state: AnsiState; readonly tokens: readonly AnsiToken[] } {
  const text = before.pending + chunk;
  const tokens: AnsiToken[] = [];
  let style = before.style;
  let start = 0;
  let at = 0;
  const flush = (): void => {
    if (at > start) tokens.push({ kind: "text", text: visibleProse(text.slice(start, at)), style });
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code >= 32 && code !== CSI) {
      at += 1;
      continue;
    }
    if (code === ESCAPE || code === CSI) {
      flush();
      const end = sequenceEnd(text, at);
      if (end === undefined) {
        const pending = text.slice(at);
        return { state: { style, pending: pending.length > LONGEST_SEQUENCE ? "" : pending }, tokens };
      }
      style = styleAfter(style, text.slice(at, end));
      at = end;
      start = at;
      continue;
    }
    const token = controlToken(text, at);
    if (token !== undefined || code === BELL || code === RETURN) {
      flush();
      if (token !== undefined) tokens.push(token);
      start = at + 1;
    }
    at += 1;
  }
  flush();
  return { state: { style, pending: "" }, tokens };
}

function controlToken(text: string, at: number): AnsiToken | undefined {
  switch (text.charCodeAt(at)) {
    case NEWLINE:
      return { kind: "newline" };
    case BACKSPACE:
      return { kind: "backspace" };
    case RETURN:
      return text.charCodeAt(at + 1) === NEWLINE ? undefined : { kind: "return" };
    default:
      return undefined;
  }
}

/** Where the escape sequence at `start` ends (ECMA-48); undefined where its end has not come yet. */
function sequenceEnd(text: string, start: number): number | undefined {
  const introducer = text.charCodeAt(start) === CSI ? "[" : text[start + 1];
  const body = text.charCodeAt(start) === CSI ? start + 1 : start + 2;
  if (introducer === undefined) return undefined;
  if (introducer === "[") return scan(text, body, (code) => code >= 0x40 && code <= 0x7e);
  if (!"]PX^_".includes(introducer)) return introducer >= " " && introducer <= "/" ? scan(text, body, (code) => code >= 0x30 && code <= 0x7e) : body;
  for (let at = body; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BELL) return at + 1;
    if (code === ESCAPE && at + 1 < text.length) return text[at + 1] === "\\" ? at + 2 : at;
  }
  return undefined;
}

/** Just after the first character that ends a sequence, or before one that cannot be in it. */
function scan(text: string, from: number, ends: (code: number) => boolean): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (ends(code)) return at + 1;
    if (code < 0x20 || code > 0x7e) return at;
  }
  return undefined;
}

function styleAfter(style: AnsiStyle, sequence: string): AnsiStyle {
  const parameters = /^(?:.\[|.)([\d;:]*)m$/su.exec(sequence)?.[1];
  return parameters === undefined ? style : applyRendition(style, parameters.split(/[;:]/u).map(Number));
}
