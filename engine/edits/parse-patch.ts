import { diffLines } from "./line-diff.ts";
import { isMarker, matchMarker } from "./marker.ts";
import { parseHunks } from "./parse-hunks.ts";
import { parseUnifiedDiff } from "./parse-unified-diff.ts";
import { PatchError } from "./patch-error.ts";
import type { FileOperation, Hunk } from "./patch.ts";
import { hasSearchBlocks, parseSearchBlocks } from "./search-blocks.ts";
import { FENCE, SECTION, unwrap, type Unwrapped } from "./unwrap.ts";

const MOVE = /^\s*\*\*\*\s*(?:Move|Rename) to:\s*(.*?)\s*$/i;
const UNIFIED = /^(?:diff --git |--- \S)/;

/**
 * Parses the `*** Begin Patch` form (codex's apply_patch instructions give the grammar), or a unified diff where the text has
 * no section of that form. Takes what models put around it: fences, a heredoc, prose, missing markers.
 * @throws PatchError `malformed`, with the line
 */
export function parsePatch(text: string): readonly FileOperation[] {
  const { lines, offset, folder, ending } = unwrap(text);
  const operations = lines.some((line) => isMarker(SECTION, line)) ? parseSections(lines, offset, ending) : lines.some((line) => UNIFIED.test(line)) ? parseUnifiedDiff(lines, offset) : [];
  if (operations.length === 0) {
    const stray = lines.findIndex((line) => line.trim() !== "");
    throw malformed(stray === -1 ? "The patch changes no file." : `Line ${offset + stray + 1} of the patch, "${lines[stray]?.trim() ?? ""}", begins no file section (*** Update File: PATH, *** Add File: PATH, *** Delete File: PATH).`);
  }
  return folder === "" ? operations : operations.map((operation) => within(folder, operation));
}

interface Section {
  readonly verb: string;
  readonly path: string;
  readonly patchLine: number;
  readonly body: string[];
}

function parseSections(lines: readonly string[], offset: number, ending: Unwrapped["ending"]): readonly FileOperation[] {
  const sections: Section[] = [];
  // Padding is a model's habit if the first header has it; else a padded header is a line of a file that tells of patches.
  const padded = lines.find((line) => isMarker(SECTION, line))?.startsWith(" ") === true;
  lines.forEach((line, index) => {
    const header = matchMarker(SECTION, line);
    const patchLine = offset + index + 1;
    if (header !== null && (padded || !line.startsWith(" "))) {
      if (header[2] === "") throw malformed(`Line ${patchLine} of the patch names no file.`);
      sections.push({ verb: header[1]?.toLowerCase() ?? "", path: header[2] ?? "", patchLine, body: [] });
    } else if (isMarker(/^\*\*\* .*File\b.*: /, line) && !isMarker(MOVE, line)) throw malformed(`Line ${patchLine} of the patch, "${line}", is no section header. They are *** Update File: PATH, *** Add File: PATH and *** Delete File: PATH.`);
    else if (sections.length > 0) sections.at(-1)?.body.push(line);
    else if (line.trim() !== "" && !FENCE.test(line) && !/^\*\*\* /.test(line)) throw malformed(`Line ${patchLine} of the patch, "${line.trim()}", stands before the first file section.`);
  });
  const last = sections.at(-1);
  const lastLine = last?.body.findLast((line) => line.trim() !== "") ?? "";
  // Removed lines without what replaces them, or half a line, would be a wrong edit.
  const mayBeCut = ending !== "closed" && (lastLine.startsWith("-") || (ending === "open" && /^[^ @*\\]/.test(lastLine)));
  if (mayBeCut && last !== undefined && !["delete", "remove"].includes(last.verb)) {
    throw malformed(`The patch ends without *** End Patch in its section for ${last.path}, behind "${lastLine}"; it may have been cut. End it with the line *** End Patch.`);
  }
  return sections.map(parseSection);
}

function parseSection({ verb, path, patchLine, body }: Section): FileOperation {
  const lines = withoutClosingFence(body);
  switch (verb) {
    case "add":
    case "create": return { kind: "add", path, patchLine, text: addedText(lines, path, patchLine) };
    case "delete":
    case "remove": {
      const stray = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("-"));
      if (stray !== -1) throw malformed(`Line ${patchLine + stray + 1} of the patch, "${lines[stray] ?? ""}", follows *** Delete File: ${path}, which takes no lines.`);
      return { kind: "delete", path, patchLine };
    }
    default: {
      const first = lines.findIndex((line) => line.trim() !== "");
      const move = isMarker(MOVE, lines[first] ?? "") ? first : -1;
      const late = lines.findIndex((line, index) => index !== move && line.startsWith("*") && isMarker(MOVE, line));
      if (late !== -1) throw malformed(`Line ${patchLine + late + 1} of the patch, "${lines[late] ?? ""}", has to follow *** Update File: ${path} directly.`);
      const moveTo = move === -1 ? undefined : MOVE.exec(lines[move] ?? "")?.[1];
      const changes = lines.map((line, index) => (index === move ? "" : line));
      const hunks = hasSearchBlocks(changes.join("\n")) ? blockHunks(changes, patchLine + 1) : parseHunks(withoutFileHeaders(changes), patchLine + 1, path);
      if (moveTo === "") throw malformed(`Line ${patchLine + move + 1} of the patch names no file to move ${path} to.`);
      if (hunks.length === 0 && moveTo === undefined) throw malformed(`The section *** Update File: ${path} on line ${patchLine} of the patch has no hunk.`);
      if (moveTo === undefined && !hunks.some((hunk) => hunk.lines.some(({ kind }) => kind !== " "))) throw malformed(`The section *** Update File: ${path} on line ${patchLine} of the patch changes nothing: no line begins with + or -.`);
      return { kind: "update", path, moveTo, hunks, patchLine };
    }
  }
}

/** Models put `<<<<<<< SEARCH` blocks into sections. */
function blockHunks(lines: readonly string[], patchLine: number): readonly Hunk[] {
  return parseSearchBlocks(lines.join("\n")).map(({ search, replace }, index) => ({ number: index + 1, patchLine, anchors: [], lines: diffLines(search.split("\n").slice(0, -1), replace.split("\n").slice(0, -1)), atEnd: false }));
}

/** A new file's text: lines with `+`; blank lines may lack it, and a model may have left it out everywhere. */
function addedText(body: readonly string[], path: string, patchLine: number): string {
  const skipped = body.findIndex((line) => !/^(?:@@.*|--- .*|\+\+\+ [^+].*|\s*)$/.test(line));
  const opening = body.slice(0, skipped === -1 ? body.length : skipped);
  // A `+++ PATH` line is a unified diff's only behind `--- PATH`.
  const start = opening.some((line) => line.startsWith("---")) || !opening.some((line) => line.startsWith("+++")) ? opening.findLastIndex((line) => /^(?:@@|---|\+\+\+)/.test(line)) + 1 : 0;
  const end = body.findLastIndex((line) => line.trim() !== "" && !/^\s*\*\*\* End of File/i.test(line)) + 1;
  const lines = body.slice(start, Math.max(start, end)).filter((line) => !line.startsWith("\\ No newline"));
  const marked = lines.some((line) => line.startsWith("+"));
  const stray = marked ? lines.findIndex((line) => !line.startsWith("+") && line.trim() !== "") : -1;
  if (stray !== -1) throw malformed(`Line ${patchLine + start + stray + 1} of the patch, "${lines[stray] ?? ""}", stands in *** Add File: ${path} without the + that every line of a new file begins with.`);
  return lines.map((line) => `${marked ? line.slice(1) : line}\n`).join("");
}

/** Without a `--- a/…` and `+++ b/…` pair and git's lines above the first hunk. */
function withoutFileHeaders(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.startsWith("--- "));
  if (first === -1 || lines[first + 1]?.startsWith("+++ ") !== true) return lines;
  if (lines.slice(0, first).some((line) => line.trim() !== "" && !/^(?:diff |index )/.test(line))) return lines;
  return lines.map((line, index) => (index <= first + 1 ? "" : line));
}

function withoutClosingFence(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const first = lines.findIndex((line) => line.trim() !== "");
  return lines.map((line, index) => ((index === last || index === first) && FENCE.test(line) && !line.startsWith(" ") ? "" : line));
}

function within(folder: string, operation: FileOperation): FileOperation {
  const inFolder = (path: string): string => `${folder}/${path}`;
  return operation.kind === "update" ? { ...operation, path: inFolder(operation.path), moveTo: operation.moveTo === undefined ? undefined : inFolder(operation.moveTo) } : { ...operation, path: inFolder(operation.path) };
}

function malformed(text: string): PatchError {
  return new PatchError([{ reason: "malformed", text }]);
}
