import { matchMarker } from "./marker.ts";
import { parseHunks } from "./parse-hunks.ts";
import { PatchError } from "./patch-error.ts";
import type { FileOperation } from "./patch.ts";

const NONE = "/dev/null";
const LONGEST_PATH = 4_096;

/** A file's part of a diff: git's header lines, the two paths, the lines of its hunks. */
interface Part {
  readonly patchLine: number;
  oldPath: string | undefined;
  newPath: string | undefined;
  renamed: boolean;
  deleted: boolean;
  created: boolean;
  bodyLine: number;
  readonly body: string[];
}

/** Parses a unified diff, git's or plain. Line numbers and counts of its hunks may be wrong. @throws PatchError `malformed` */
export function parseUnifiedDiff(lines: readonly string[], offset: number): readonly FileOperation[] {
  return cut(lines, offset).map(operationOf);
}

function cut(lines: readonly string[], offset: number): readonly Part[] {
  const parts: Part[] = [];
  let heading = false;
  // Behind Subversion's line above the next file, or in the signature of a mail.
  let between = false;
  const open = (index: number): Part => {
    const part: Part = { patchLine: offset + index + 1, oldPath: undefined, newPath: undefined, renamed: false, deleted: false, created: false, bodyLine: 0, body: [] };
    parts.push(part);
    heading = true;
    between = false;
    return part;
  };
  lines.forEach((line, index) => {
    const part = parts.at(-1);
    const next = lines[index + 1] ?? "";
    if (line.startsWith("diff --git ")) {
      const paths = matchMarker(/^diff --git ("?a\/.*?"?) ("?b\/.*?"?)$/, line);
      Object.assign(open(index), { oldPath: pathOf(paths?.[1]), newPath: pathOf(paths?.[2]) });
    } else if (line.startsWith("--- ") && next.startsWith("+++ ")) {
      const target = heading && !between && part?.body.length === 0 ? part : open(index);
      target.oldPath = pathOf(line.slice(4));
    } else if (line.startsWith("+++ ") && heading && part !== undefined) {
      part.newPath = pathOf(line.slice(4));
      part.bodyLine = offset + index + 2;
      heading = false;
    } else if (/^Index: \S/.test(line) || (line === "-- " && /^\d+\.\d+/.test(next))) between = true;
    else if (between) return;
    else if (heading && part !== undefined) readGitLine(part, line, offset + index + 1);
    else part?.body.push(line);
  });
  return parts;
}

function readGitLine(part: Part, line: string, patchLine: number): void {
  const rename = /^rename (from|to) (.+)$/.exec(line);
  if (rename !== null) {
    part.renamed = true;
    if (rename[1] === "from") part.oldPath = unquote(rename[2] ?? "");
    else part.newPath = unquote(rename[2] ?? "");
  } else if (line.startsWith("deleted file mode")) part.deleted = true;
  else if (line.startsWith("new file mode")) part.created = true;
  else if (/^(?:Binary files |GIT binary patch|copy (?:from|to) )/.test(line)) throw new PatchError([{ reason: "malformed", text: `Line ${patchLine} of the patch, "${line}", is nothing that can be applied as text.` }]);
  else if (/^@@/.test(line)) part.body.push(line);
}

function operationOf(part: Part): FileOperation {
  const { patchLine, body, bodyLine } = part;
  const oldPath = part.oldPath === NONE ? undefined : part.oldPath;
  const newPath = part.newPath === NONE ? undefined : part.newPath;
  const path = oldPath ?? newPath;
  if (path === undefined) throw new PatchError([{ reason: "malformed", text: `The file part on line ${patchLine} of the patch names no file.` }]);
  if (part.oldPath === NONE || part.created) return { kind: "add", path: newPath ?? path, patchLine, text: newText(body) };
  if (part.newPath === NONE || part.deleted) return { kind: "delete", path, patchLine };
  const hunks = parseHunks(body, bodyLine, path);
  const moveTo = part.renamed && newPath !== undefined && newPath !== path ? newPath : undefined;
  if (hunks.length === 0 && moveTo === undefined) throw new PatchError([{ path, reason: "malformed", text: `The part for ${path} on line ${patchLine} of the patch has no hunk.` }]);
  return { kind: "update", path: moveTo === undefined ? (newPath ?? path) : path, moveTo, hunks, patchLine };
}

function newText(body: readonly string[]): string {
  const unended = body.some((line) => line.startsWith("\\ No newline"));
  const text = body.filter((line) => line.startsWith("+")).map((line) => line.slice(1)).join("\n");
  return text === "" && !body.some((line) => line.startsWith("+")) ? "" : unended ? text : `${text}\n`;
}

/** The path of a header line, without its time stamp and git's `a/` or `b/`. */
function pathOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const path = unquote(written.slice(0, LONGEST_PATH).replace(/\t.*$/, "").replace(/\s+\d{4}-\d\d-\d\d \d\d:\d\d.*$/, "").trim());
  return path === NONE ? NONE : path.replace(/^[ab]\//, "");
}

/** Git quotes a path with unusual characters, as octal bytes of UTF-8. */
function unquote(path: string): string {
  const quoted = /^"(.*)"$/.exec(path)?.[1];
  if (quoted === undefined) return path;
  const bytes: number[] = [];
  for (const [piece, octal, letter] of quoted.matchAll(/\\(?:([0-7]{3})|(.))|[^\\]+/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(letter === undefined ? piece : ({ n: "\n", t: "\t" }[letter] ?? letter)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
