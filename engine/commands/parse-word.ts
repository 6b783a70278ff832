import { parseBackticks, parseDollar, parseProcessSubstitution } from "./parse-expansion.ts";
import { type Source, skipBlanks, take, unreadable } from "./source.ts";
import type { Part, Word } from "./syntax.ts";

/**
 * Parses the word that begins here; undefined where none does. POSIX.1-2024 XCU 2.2 (quoting), with bash's additions.
 * @throws UnreadableError where it has no end, or where shells disagree about it
 */
export function parseWord(source: Source): Word | undefined {
  const begin = source.at;
  const parts: Part[] = [];
  const process = parseProcessSubstitution(source);
  if (process !== undefined) parts.push(process);
  while (parsePiece(source, parts));
  if (source.at === begin) return undefined;
  const raw = source.text.slice(begin, source.at);
  if (source.pending.length > 0 && raw.includes("\n")) unreadable("a word goes over the line where a here-document begins");
  const merged = mergeText(withoutLonelyBrackets(parts));
  if (merged.length === 0) return undefined; // Only a continued line.
  return { parts: merged, braces: hasBraces(merged) };
}

/** Parses the words that follow, up to something that is none. */
export function parseWords(source: Source): Word[] {
  const words: Word[] = [];
  for (;;) {
    skipBlanks(source);
    const word = source.text[source.at] === "#" ? undefined : parseWord(source);
    if (word === undefined) return words;
    words.push(word);
  }
}

/** Reads one piece of an unquoted word into `parts`; false at its end. */
export function parsePiece(source: Source, parts: Part[]): boolean {
  const plain = take(source, /[^\s;&|<>()\\'"$`*?[]+|[^\S \t\n]+/y);
  if (plain !== null) {
    parts.push({ kind: "text", text: plain[0], quoted: false });
    return true;
  }
  switch (source.text[source.at]) {
    case "\\":
      parts.push(...parseEscape(source));
      return true;
    case "'":
      parts.push({ kind: "text", text: parseSingleQuotes(source), quoted: true });
      return true;
    case '"':
      source.at += 1;
      parts.push({ kind: "text", text: "", quoted: true }, ...parseExpandable(source, '"'));
      return true;
    case "$":
      parts.push(...parseDollar(source, false));
      return true;
    case "`":
      parts.push(parseBackticks(source, false));
      return true;
    case "*":
    case "?":
    case "[":
      parts.push({ kind: "pattern", text: source.text[source.at] ?? "" });
      source.at += 1;
      return true;
    default:
      return false;
  }
}

/**
 * Parses text with expansions, as in double quotes, behind the quote that ends it; to the end of the source where `end` is undefined
 * (the body of a here-document).
 */
export function parseExpandable(source: Source, end: '"' | undefined): Part[] {
  const parts: Part[] = [];
  const plain = end === undefined ? /[^\\$`]+/y : /[^\\$`"]+/y;
  for (;;) {
    const text = take(source, plain);
    if (text !== null) parts.push({ kind: "text", text: text[0], quoted: true });
    const char = source.text[source.at];
    if (char === undefined) return end === undefined ? parts : unreadable("a double quote has no end");
    if (char === end) {
      source.at += 1;
      return parts;
    }
    if (char === "$") parts.push(...parseDollar(source, true));
    else if (char === "`") parts.push(parseBackticks(source, true));
    else if (char === "\\") {
      const next = source.text[source.at + 1] ?? "";
      source.at += 2;
      const escapes = end === undefined ? "$`\\" : '$`"\\';
      if (next !== "\n") parts.push({ kind: "text", text: next !== "" && escapes.includes(next) ? next : `\\${next}`, quoted: true });
    }
  }
}

function parseEscape(source: Source): Part[] {
  const next = source.text[source.at + 1];
  if (next === undefined) return unreadable("it ends in a backslash");
  source.at += 2;
  return next === "\n" ? [] : [{ kind: "text", text: next, quoted: true }];
}

function parseSingleQuotes(source: Source): string {
  const end = source.text.indexOf("'", source.at + 1);
  if (end === -1) unreadable("a single quote has no end");
  const text = source.text.slice(source.at + 1, end);
  source.at = end + 1;
  return text;
}

/** `[` without a `]` behind it is no pattern but itself, as in the program of that name. */
function withoutLonelyBrackets(parts: readonly Part[]): Part[] {
  const last = parts.findLastIndex((part) => part.kind === "text" && !part.quoted && part.text.includes("]"));
  return parts.map((part, index) => (part.kind === "pattern" && part.text === "[" && index > last ? { kind: "text", text: "[", quoted: false } : part));
}

function mergeText(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  let texts: string[] = [];
  const flush = (quoted: boolean): void => {
    if (texts.length > 0) merged.push({ kind: "text", text: texts.join(""), quoted });
    texts = [];
  };
  let quoted = false;
  for (const part of parts) {
    if (part.kind !== "text" || part.quoted !== quoted) flush(quoted);
    if (part.kind === "text") {
      quoted = part.quoted;
      texts.push(part.text);
    } else merged.push(part);
  }
  flush(quoted);
  return merged;
}

function hasBraces(parts: readonly Part[]): boolean {
  const unquoted = parts.map((part) => (part.kind === "text" && !part.quoted ? part.text : "_")).join("");
  const open = unquoted.indexOf("{");
  return open !== -1 && /,|\.\./.test(unquoted.slice(open)) && unquoted.lastIndexOf("}") > open;
}
