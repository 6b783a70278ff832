import { setImmediate } from "node:timers/promises";
import { listFiles } from "./list-files.ts";
import { filesWithMatch } from "./ripgrep.ts";
import { type Automaton, createAutomaton } from "./search/automaton.ts";
import { createGlobTest } from "./search/glob.ts";
import { createReader, type LinklessFile } from "./search/linkless-file.ts";
import { parsePattern, patternToRust, requiredText } from "./search/pattern.ts";

const DEFAULT_MATCHES = 100;
const MAX_MATCHES = 1_000;
const MAX_CONTEXT = 10;
/** Longer lines are cut to this many characters, around the match. */
const LINE_LIMIT = 500;
const READ_AT_ONCE = 16;

export interface SearchQuery {
  /** A regular expression: what those of ripgrep and of JavaScript have in common (`parsePattern`). */
  readonly pattern: string;
  /** The pattern is a text, taken as it is. */
  readonly fixed?: boolean | undefined;
  readonly ignoreCase?: boolean | undefined;
  /** Which paths to search, as in .gitignore (`createGlobTest`). */
  readonly glob?: string | undefined;
  /** Lines to give before and after each match; at most 10. */
  readonly context?: number | undefined;
  /** 100 unless said otherwise, at most 1,000. */
  readonly maxMatches?: number | undefined;
}

export interface SearchOptions {
  /** The path of a ripgrep to search faster with; the matches are the same without. */
  readonly ripgrep?: string | undefined;
  /** Proposed texts in the place of the disk's; null for a file that would be gone. */
  readonly overlay: ReadonlyMap<string, string | null>;
  /** The workspace's files, where the caller has listed them. */
  readonly files?: readonly string[];
  readonly signal: AbortSignal;
}

export interface SearchMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly before: string[];
  readonly after: string[];
}

export interface SearchResult {
  /** The first of all matches, by path and line. */
  readonly matches: readonly SearchMatch[];
  /** How many lines match in all. */
  readonly total: number;
  readonly truncated: boolean;
}

/**
 * The lines of a workspace's text files that match, as they would be with what is proposed. Takes time in proportion to the size of the
 * files, whatever the pattern. Files that git would not track, links, binary and huge files are not searched.
 * @throws UserError `bad_input` for a pattern or a glob that is not well-formed, too large or too complex
 */
export async function search(root: string, query: SearchQuery, { ripgrep, overlay, files, signal }: SearchOptions): Promise<SearchResult> {
  const parsed = parsePattern(query.pattern, { fixed: query.fixed === true, ignoreCase: query.ignoreCase === true });
  const automaton = createAutomaton(parsed);
  const isMeant = query.glob === undefined ? () => true : createGlobTest(query.glob);
  const context = clamp(query.context ?? 0, 0, MAX_CONTEXT);
  const limit = clamp(query.maxMatches ?? DEFAULT_MATCHES, 1, MAX_MATCHES);

  const onDisk = (files ?? (await listFiles(root, signal))).filter((path) => !overlay.has(path) && isMeant(path));
  const proposed = [...overlay.keys()].filter((path) => overlay.get(path) !== null && isMeant(path));
  const candidates = ripgrep === undefined ? undefined : await filesWithMatch(root, patternToRust(parsed.pattern), onDisk, { ripgrep, ignoreCase: parsed.ignoreCase, signal });
  const paths = [...(candidates ?? onDisk), ...proposed].sort();

  const readFile = createReader(root);
  const required = parsed.ignoreCase ? "" : requiredText(parsed.pattern);
  const matches: SearchMatch[] = [];
  let total = 0;
  for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
    const read = await Promise.all(paths.slice(at, at + READ_AT_ONCE).map(async (path) => ({ path, file: proposedFile(overlay.get(path)) ?? (await readFile(path)) })));
    for (const { path, file } of read) {
      signal.throwIfAborted();
      if (!file?.text.includes(required)) continue;
      const { text } = file;
      const found = matchingLines(text, automaton, required);
      if (found.length === 0 || !(await file.isInside())) continue;
      total += found.length;
      const lines = matches.length < limit ? text.split("\n").map((line) => line.replace(/\r$/, "")) : [];
      for (const index of found.slice(0, limit - matches.length)) matches.push(matchAt(path, index, lines, context, automaton));
    }
    // Other work of this process goes on between files.
    await setImmediate();
  }
  return { matches, total, truncated: total > matches.length };
}

function clamp(value: number, min: number, max: number): number {
  return Number.isNaN(value) ? min : Math.min(Math.max(Math.trunc(value), min), max);
}

function proposedFile(text: string | null | undefined): LinklessFile | undefined {
  return typeof text === "string" ? { text, isInside: () => Promise.resolve(true) } : undefined;
}

/** The indices of the lines that match. Lines without the `required` text are passed over. */
function matchingLines(text: string, { find }: Automaton, required: string): readonly number[] {
  const found: number[] = [];
  let occurrence = text.indexOf(required);
  for (let start = 0, index = 0; start < text.length; index++) {
    const feed = text.indexOf("\n", start);
    const next = feed === -1 ? text.length : feed;
    const end = next > start && text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    if (occurrence < start) occurrence = text.indexOf(required, start);
    if (occurrence === -1) break;
    if (occurrence <= end && find(text, start, end) >= 0) found.push(index);
    start = next + 1;
  }
  return found;
}

function matchAt(path: string, index: number, lines: readonly string[], context: number, { find }: Automaton): SearchMatch {
  const line = lines[index] ?? "";
  const text = line.length <= LINE_LIMIT ? line : cutAround(line, find(line, 0, line.length));
  // The piece behind the last line feed is no line.
  const last = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const cut = (other: string): string => cutAround(other, 0);
  return { path, line: index + 1, text, before: lines.slice(Math.max(0, index - context), index).map(cut), after: lines.slice(index + 1, Math.min(last, index + 1 + context)).map(cut) };
}

/** At most `LINE_LIMIT` characters of a line, with what is `around` in the middle. */
function cutAround(line: string, around: number): string {
  if (line.length <= LINE_LIMIT) return line;
  const from = Math.min(Math.max(0, around - LINE_LIMIT / 2), line.length - LINE_LIMIT);
  return `${from > 0 ? "…" : ""}${line.slice(from, from + LINE_LIMIT)}${from + LINE_LIMIT < line.length ? "…" : ""}`;
}
