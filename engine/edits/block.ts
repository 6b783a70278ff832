/** A line that goes on with a block or ends it without being behind it. */
const CONTINUES = /^\s*(?:[)\]}{]|end\b|else\b|elif\b|except\b|finally\b|catch\b|rescue\b|ensure\b)/;

/** The 0-based line behind the block that a line opens, by indentation; the end of all where it opens none. */
export function blockEnd(header: number, lines: readonly string[]): number {
  const depth = indentation(lines[header] ?? "");
  const first = nextFilled(header + 1, lines);
  if (first === undefined || (indentation(lines[first] ?? "") <= depth && !CONTINUES.test(lines[first] ?? ""))) return Infinity;
  for (let place = first; place < lines.length; place++) {
    const line = lines[place] ?? "";
    if (line.trim() !== "" && indentation(line) <= depth && !CONTINUES.test(line)) return place;
  }
  return Infinity;
}

/** How deep a line is indented, in characters. */
export function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

function nextFilled(from: number, lines: readonly string[]): number | undefined {
  for (let place = from; place < lines.length; place++) if (lines[place]?.trim() !== "") return place;
  return undefined;
}
