import type { Part, Word } from "./syntax.ts";

/** What is known of a word of a simple command before it is expanded. */
export interface Argument {
  /** The whole, where nothing in it is expanded. */
  readonly text: string | undefined;
  /** What it begins with for certain. */
  readonly start: string;
  /** May become several words, or none. */
  readonly many: boolean;
  /** May become several words of which any but the first is unknown from its beginning. */
  readonly splits: boolean;
}

/** Words that a program adds by itself, as xargs does. */
export const UNKNOWN_WORDS: Argument = { text: undefined, start: "", many: true, splits: true };

export function literal(text: string): Argument {
  return { text, start: text, many: false, splits: false };
}

export function argumentOf(word: Word): Argument {
  let start = "";
  let known = true;
  let many = word.braces;
  let splits = false;
  for (const part of word.parts) {
    if (part.kind === "text" && known) start += part.text;
    if (part.kind === "text") continue;
    if (known && part.kind === "substitution" && part.process) start += "/dev/fd/";
    known = false;
    many ||= part.kind === "pattern" || expandsToMany(part);
    splits ||= expandsToMany(part);
  }
  if (word.braces) return { text: undefined, start: start.slice(0, Math.max(0, start.indexOf("{"))), many, splits };
  return { text: known ? start : undefined, start, many, splits };
}

/** Whether it may be taken for an option. */
export function mayBeOption({ text, start, splits }: Argument): boolean {
  if (text !== undefined) return text.length > 1 && text.startsWith("-");
  return splits || start === "" || start.startsWith("-");
}

function expandsToMany(part: Part): boolean {
  if (part.kind === "text" || part.kind === "pattern") return false;
  return !part.quoted || (part.kind === "parameter" && part.name === "@");
}
