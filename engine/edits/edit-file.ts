import { applyHunks } from "./apply-hunks.ts";
import { type Base, createBase, locateEdit, type Span } from "./locate-edit.ts";
import { parseHunks } from "./parse-hunks.ts";
import { parsePatch } from "./parse-patch.ts";
import { type EditFailure, PatchError } from "./patch-error.ts";
import { hasSearchBlocks, parseSearchBlocks, type SearchReplace } from "./search-blocks.ts";

/** Characters that may be looked through again because edits build on one another. */
const REREAD_CHARACTERS = 500_000_000;
/** What looking for an edit line by line costs, compared with looking for its text. */
const INDEXING = 60;
/** More failures than this tell a model nothing new. */
const TOLD = 5;
const BOM = "\uFEFF";

/**
 * The text with all edits made, each in what those before it made. `edits` may also be one string: `<<<<<<< SEARCH` blocks, a
 * unified diff of the one file, or hunks. `path` names the file in messages.
 * @throws PatchError where an edit fits nowhere or at several places; then none is made
 */
export function editFile(text: string, edits: readonly SearchReplace[] | string, path = "the file"): string {
  if (typeof edits !== "string") return searchAndReplace(text, edits, path);
  if (hasSearchBlocks(edits)) return searchAndReplace(text, parseSearchBlocks(edits), path);
  return applyUnifiedDiff(text, edits, path);
}

/** The text with a diff of one file applied: unified, of the `*** Begin Patch` form, or hunks only. @throws PatchError */
export function applyUnifiedDiff(text: string, diff: string, path = "the file"): string {
  if (!/^(?:diff --git |--- |\s*\*\*\* )/m.test(diff)) return applyHunks(text, parseHunks(diff.split(/\r?\n/).filter((line) => !line.startsWith("```")), 1, path), path);
  const [operation, ...others] = parsePatch(diff);
  if (operation?.kind !== "update" || others.length > 0) throw new PatchError([{ path, reason: "malformed", text: `The diff has to change one file, ${path}, and nothing else.` }]);
  return applyHunks(text, operation.hunks, path);
}

/** Edits are looked for in one text together and replaced at once; only one that builds on another's outcome makes a new text. */
function searchAndReplace(whole: string, edits: readonly SearchReplace[], path: string): string {
  const bom = whole.startsWith(BOM) ? BOM : "";
  let base = createBase(whole.slice(bom.length));
  let spans: Span[] = [];
  let reread = 0;
  const failures: EditFailure[] = [];
  for (const [index, edit] of edits.entries()) {
    const own = buildsOn(base, spans, edit);
    const found = own ? undefined : attempt(base, edit, index + 1, path);
    if (found !== undefined && !("failures" in found) && !overlapsOne(spans, found)) {
      for (const span of found) spans.splice(position(spans, span.start), 0, span);
      continue;
    }
    reread += base.text.length * (own ? 1 : INDEXING);
    if (reread > REREAD_CHARACTERS) throw tooEntangled(index + 1, path);
    base = createBase(replaceSpans(base, spans));
    spans = [];
    const again = attempt(base, edit, index + 1, path);
    if ("failures" in again) failures.push(...again.failures);
    else spans.push(...again);
    if (failures.length >= TOLD) break;
  }
  if (failures.length > 0) throw new PatchError(failures);
  return bom + replaceSpans(base, spans);
}

function attempt(base: Base, edit: SearchReplace, number: number, path: string): readonly Span[] | PatchError {
  try {
    return locateEdit(base, edit, number, path);
  } catch (error) {
    if (error instanceof PatchError) return error;
    throw error;
  }
}

/** Whether an edit's text is only in what others put in. */
function buildsOn({ text }: Base, spans: readonly Span[], { search }: SearchReplace): boolean {
  return spans.length > 0 && !text.includes(search) && spans.some((span) => span.text.includes(search));
}

function overlapsOne(spans: readonly Span[], found: readonly Span[]): boolean {
  return found.some(({ start, end }) => [spans[position(spans, start) - 1], spans[position(spans, start)]].some((other) => other !== undefined && other.start < end && start < other.end));
}

/** The first of `spans` that begins at or behind `start`. */
function position(spans: readonly Span[], start: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function replaceSpans({ text }: Base, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const span of spans) {
    pieces.push(text.slice(done, span.start), span.text);
    done = span.end;
  }
  return pieces.join("") + text.slice(done);
}

function tooEntangled(number: number, path: string): PatchError {
  return new PatchError([{ path, reason: "malformed", text: `Edit ${number} of ${path} builds on those before it, as too many do. Send it and those after it in another call.` }]);
}
