import { isMarker } from "./marker.ts";

/** A patch's lines without what models put around them. */
export interface Unwrapped {
  readonly lines: readonly string[];
  /** 0-based line of the text at which `lines` begins. */
  readonly offset: number;
  /** The folder of a `cd DIR && apply_patch` before it; "" where there is none. */
  readonly folder: string;
  /** How it ends: by a marker or what closes its wrapping; or only with a whole line; or perhaps in the middle of one. */
  readonly ending: "closed" | "line" | "open";
}

const BEGIN = /^\s*\*\*\*\s*Begin Patch\s*(?:\*\*\*)?\s*$/i;
const END = /^\s*\*\*\*\s*End (?:of )?Patch\s*(?:\*\*\*)?\s*$/i;
export const SECTION = /^\s*\*\*\*\s*(Add|Create|Update|Modify|Delete|Remove) File:\s*(.*?)\s*(?:\*\*\*)?\s*$/i;
export const FENCE = /^\s*(?:`{3,}|~{3,})[\w+.-]*\s*$/;
const HEREDOC = /<<-?\s*(["']?)(\w+)\1/;
const FOLDER = /\bcd\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*&&/;

/** The lines between the markers, of all patches in the text; where a marker is missing, from the first section to the end. */
export function unwrap(text: string): Unwrapped {
  const lines = outdent(unescape(text).replace(/^\uFEFF/, "").split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)));
  const begin = lines.findIndex((line) => isMarker(BEGIN, line));
  const section = lines.findIndex((line) => isMarker(SECTION, line));
  const first = begin === -1 || (section !== -1 && section < begin) ? section : begin + 1;
  const start = first === -1 ? skipOpening(lines) : first;
  const shell = lines.slice(0, start).join("\n");
  const delimiter = HEREDOC.exec(shell)?.[2];
  const folder = FOLDER.exec(shell);
  const lastLine = lines.findLastIndex((line) => line.trim() !== "");
  const end = first === -1 ? -1 : lines.findLastIndex((line, index) => isMarker(END, line) && (!line.startsWith(" ") || index >= lastLine - 2));
  const closed = end === -1 ? closing(lines, delimiter) : end;
  const body = lines.slice(start, Math.max(start, closed ?? lines.length));
  return {
    lines: withoutBetween(body),
    offset: start,
    folder: folder?.[1] ?? folder?.[2] ?? folder?.[3] ?? "",
    ending: closed !== undefined ? "closed" : lines.at(-1) === "" ? "line" : "open",
  };
}

/** A patch that came as one line of a JSON string. */
function unescape(text: string): string {
  if (text.trim().includes("\n") || !text.includes("\\n")) return text;
  return text.replace(/\\(n|t|r|"|\\)/g, (_, letter: string) => ({ n: "\n", t: "\t", r: "\r" })[letter] ?? letter);
}

/** A patch of which every line is indented as its first marker is, as in a list or in a string of code. */
function outdent(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => BEGIN.test(line));
  const indent = /^[ \t]*/.exec(lines[begin] ?? "")?.[0] ?? "";
  const end = lines.findLastIndex((line) => END.test(line));
  const body = lines.slice(begin, end === -1 ? lines.length : end + 1);
  if (begin === -1 || indent === "" || body.some((line) => line.trim() !== "" && !line.startsWith(indent))) return lines;
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** Of several patches in one text, what stands between them becomes blank. A padded marker inside may be a line of a file. */
function withoutBetween(body: readonly string[]): readonly string[] {
  let between = false;
  return body.map((line) => {
    if (line.startsWith("***") && (BEGIN.test(line) || END.test(line))) {
      between = END.test(line);
      return "";
    }
    return between ? "" : line;
  });
}

function skipOpening(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first !== -1 && (FENCE.test(lines[first] ?? "") || HEREDOC.test(lines[first] ?? "")) ? first + 1 : Math.max(0, first);
}

/** The last line where it closes a fence or a heredoc. */
function closing(lines: readonly string[], delimiter: string | undefined): number | undefined {
  let last = lines.findLastIndex((line) => line.trim() !== "");
  let closed: number | undefined;
  while (last >= 0 && (FENCE.test(lines[last] ?? "") || lines[last]?.trim() === delimiter)) closed = last--;
  return closed;
}
