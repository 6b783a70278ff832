import type { Part } from "./syntax.ts";

/** Why a text is not read as a shell command. Internal: `parseShell` returns it as a value. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

export interface PendingHereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly quoted: boolean;
  /** Filled at the end of the line. */
  readonly parts: Part[];
}

/** A text that is being parsed, and how far. */
export interface Source {
  readonly text: string;
  at: number;
  depth: number;
  readonly pending: PendingHereDocument[];
}

/** Deeper than people and models write; far from the end of the stack. */
const DEPTH_LIMIT = 60;

export function sourceOf(text: string, depth: number): Source {
  return { text, at: 0, depth, pending: [] };
}

/** @throws UnreadableError always */
export function unreadable(why: string): never {
  throw new UnreadableError(why);
}

/** Reads one level deeper. @throws UnreadableError where the levels are too many */
export function nested<T>(source: Source, read: () => T): T {
  if (source.depth >= DEPTH_LIMIT) unreadable("it is nested too deeply");
  source.depth += 1;
  const result = read();
  source.depth -= 1;
  return result;
}

/** Matches a sticky pattern here and goes behind it. */
export function take(source: Source, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = source.at;
  const match = pattern.exec(source.text);
  if (match !== null) source.at = pattern.lastIndex;
  return match;
}

/** Whether a sticky pattern matches here. */
export function isAt(source: Source, pattern: RegExp): boolean {
  pattern.lastIndex = source.at;
  return pattern.test(source.text);
}

/** Goes over spaces, tabs and continued lines. */
export function skipBlanks(source: Source): void {
  take(source, /(?:[ \t]|\\\n)*/y);
}
