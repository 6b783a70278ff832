import { PatchError } from "./patch-error.ts";

/** One replacement: `search` is text of the file, `all` takes every place where it stands. */
export interface SearchReplace {
  readonly search: string;
  readonly replace: string;
  readonly all?: boolean | undefined;
}

const SEARCH = /^\s*<{5,9}\s*(?:SEARCH|ORIGINAL|HEAD)?\b.*$/i;
const DIVIDER = /^\s*={5,9}\s*$/;
const REPLACE = /^\s*>{5,9}\s*(?:REPLACE|UPDATED)?\b.*$/i;

/** Whether a text has `<<<<<<< SEARCH` blocks. */
export function hasSearchBlocks(text: string): boolean {
  return /^<{5,9} ?(?:SEARCH|ORIGINAL)\b/im.test(text);
}

/**
 * The blocks `<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE` of a text; what stands between them (file names, fences, prose) is left out.
 * @throws PatchError `malformed` for a block without its middle or its end
 */
export function parseSearchBlocks(text: string): readonly SearchReplace[] {
  const blocks: SearchReplace[] = [];
  let open: { readonly line: number; readonly search: string[]; readonly replace: string[]; side: "search" | "replace" } | undefined;
  text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)).forEach((line, index) => {
    if (open === undefined) {
      if (SEARCH.test(line)) open = { line: index + 1, search: [], replace: [], side: "search" };
    } else if (open.side === "search" && DIVIDER.test(line)) open.side = "replace";
    else if (open.side === "replace" && REPLACE.test(line)) {
      blocks.push({ search: ended(open.search), replace: ended(open.replace) });
      open = undefined;
    } else if (SEARCH.test(line) || (open.side === "search" && REPLACE.test(line))) throw malformed(open.line, open.side);
    else open[open.side].push(line);
  });
  if (open !== undefined) throw malformed(open.line, open.side);
  return blocks;
}

function ended(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function malformed(line: number, side: "search" | "replace"): PatchError {
  return new PatchError([{ reason: "malformed", text: `The block that begins on line ${line} has no ${side === "search" ? "======= line" : ">>>>>>> REPLACE line"}.` }]);
}
