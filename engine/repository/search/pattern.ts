import { UserError } from "../../errors.ts";
import { ANY, type CharSet, escapeClass, onlyChar, posixClass, propertyClass, rangeItem, type SetItem, setToRust, singleChar } from "./char-set.ts";

/** A regular expression that says whether a line matches; greed and captures play no part in that. */
export type Pattern =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "repeat"; readonly of: Pattern; readonly min: number; readonly max: number }
  | { readonly kind: "assert"; readonly what: Assertion };

export type Assertion = "start" | "end" | "word" | "not_word";

export interface ParsedPattern {
  readonly pattern: Pattern;
  readonly ignoreCase: boolean;
}

const MAX_LENGTH = 2_000;
const MAX_DEPTH = 100;
const MAX_REPEAT = 1_000;

/** A text as the pattern of itself. */
export function literalPattern(text: string): Pattern {
  return { kind: "sequence", parts: Array.from(text, (char) => ({ kind: "set", set: singleChar(char.codePointAt(0) ?? 0) })) };
}

/**
 * Parses what the regular expressions of ripgrep and of JavaScript have in common: classes, groups, repetition, anchors, `\b`, `\p{…}`, POSIX
 * classes, flags at the very beginning. Braces and brackets that open nothing are taken as they are, as JavaScript does.
 * @throws UserError `bad_input` for anything else (look-around, back-references) and for what is malformed
 */
export function parsePattern(source: string, { fixed, ignoreCase }: { readonly fixed: boolean; readonly ignoreCase: boolean }): ParsedPattern {
  if (source === "") throw new UserError("bad_input", "The pattern is empty.", "Give the text or the regular expression to search for.");
  if (source.length > MAX_LENGTH) throw new UserError("bad_input", `The pattern has ${source.length} characters; at most ${MAX_LENGTH} are searched for.`, "Search for a shorter part of it.");
  if (fixed) {
    if (/[\r\n]/.test(source)) throw new UserError("bad_input", "The text to search for has more than one line.", "Lines are searched one by one: search for the most telling line.");
    return { pattern: literalPattern(source), ignoreCase };
  }
  const flags = /^\(\?([imsu]+)\)/.exec(source);
  const parser = new PatternParser(source, flags?.[0].length ?? 0);
  return { pattern: parser.parse(), ignoreCase: ignoreCase || flags?.[1]?.includes("i") === true };
}

/** The longest text that every match has in it; "" where there is none. */
export function requiredText(pattern: Pattern): string {
  if (pattern.kind === "set") return textOf(pattern) ?? "";
  if (pattern.kind !== "sequence") return "";
  let longest = "";
  let run = "";
  for (const part of pattern.parts) {
    const text = textOf(part);
    run = text === undefined ? "" : run + text;
    for (const candidate of text === undefined ? [requiredText(part)] : [run]) if (candidate.length > longest.length) longest = candidate;
  }
  return longest;
}

function textOf(pattern: Pattern): string | undefined {
  if (pattern.kind === "assert") return "";
  const code = pattern.kind === "set" ? onlyChar(pattern.set) : undefined;
  return code === undefined ? undefined : String.fromCodePoint(code);
}

/** The pattern in ripgrep's notation. It matches each line that the pattern matches, and with them lines that differ by a byte order mark or a carriage return. */
export function patternToRust(pattern: Pattern): string {
  switch (pattern.kind) {
    case "set":
      return setToRust(pattern.set);
    case "sequence":
      return pattern.parts.map((part) => (part.kind === "choice" ? `(?:${patternToRust(part)})` : patternToRust(part))).join("");
    case "choice":
      return pattern.options.map(patternToRust).join("|");
    case "repeat":
      return `(?:${patternToRust(pattern.of)}){${pattern.min},${pattern.max === Infinity ? "" : pattern.max}}`;
    case "assert":
      return { start: "(?:^\\x{feff}?)", end: "(?:\\r?$)", word: "\\b", not_word: "\\B" }[pattern.what];
  }
}

/** A recursive descent over alternatives, sequences, repetitions and atoms. */
class PatternParser {
  readonly #source: string;
  #at: number;
  #depth = 0;

  constructor(source: string, at: number) {
    this.#source = source;
    this.#at = at;
  }

  parse(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.#source.length) this.#fail('")" closes no group');
    return pattern;
  }

  #choice(): Pattern {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#source.length && this.#peek() !== "|" && this.#peek() !== ")") parts.push(this.#repetition());
    return { kind: "sequence", parts };
  }

  #repetition(): Pattern {
    const start = this.#at;
    if (this.#quantifier() !== undefined) this.#fail(`there is nothing to repeat before "${this.#source.slice(start, this.#at)}"`, start);
    const of = this.#atom();
    const count = this.#quantifier();
    if (count === undefined) return of;
    this.#take("?");
    const next = this.#at;
    if (this.#quantifier() !== undefined) this.#fail("a repetition is repeated", next);
    return { kind: "repeat", of, ...count };
  }

  #quantifier(): { min: number; max: number } | undefined {
    if (this.#take("*")) return { min: 0, max: Infinity };
    if (this.#take("+")) return { min: 1, max: Infinity };
    if (this.#take("?")) return { min: 0, max: 1 };
    const counted = this.#match(/\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y);
    if (counted === undefined) return undefined;
    const [, from = "", comma, to] = counted;
    const min = Number(from);
    const max = to === undefined ? (comma === undefined ? min : Infinity) : Number(to);
    if (max < min) this.#fail(`"${counted[0]}" ends before it begins`, this.#at - counted[0].length);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT)) this.#fail(`"${counted[0]}" repeats more than ${MAX_REPEAT} times`, this.#at - counted[0].length);
    return { min, max };
  }

  #atom(): Pattern {
    if (this.#take("(")) return this.#group();
    if (this.#take("[")) return { kind: "set", set: this.#class() };
    if (this.#take(".")) return { kind: "set", set: ANY };
    if (this.#take("^")) return { kind: "assert", what: "start" };
    if (this.#take("$")) return { kind: "assert", what: "end" };
    if (this.#match(/\\b/y)) return { kind: "assert", what: "word" };
    if (this.#match(/\\B/y)) return { kind: "assert", what: "not_word" };
    const item = this.#item();
    return { kind: "set", set: { negated: false, items: [item] } };
  }

  #group(): Pattern {
    const start = this.#at - 1;
    if (this.#match(/\?<?[=!]/y)) this.#fail("look-around is not supported", start);
    if (this.#match(/\?(?::|P?<[A-Za-z_]\w*>)/y) === undefined && this.#peek() === "?") this.#fail("only (?:…), (?<name>…) and flags at the very beginning are supported", start);
    if (++this.#depth > MAX_DEPTH) this.#fail(`groups are nested more than ${MAX_DEPTH} deep`, start);
    const inner = this.#choice();
    this.#depth--;
    if (!this.#take(")")) this.#fail('a "(" is not closed', start);
    return inner;
  }

  #class(): CharSet {
    const start = this.#at - 1;
    const negated = this.#take("^");
    const items: SetItem[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      if (this.#at >= this.#source.length) this.#fail('a "[" is not closed', start);
      items.push(this.#classItem());
    }
    this.#at++;
    return { negated, items };
  }

  #classItem(): SetItem {
    const start = this.#at;
    const posix = this.#match(/\[:(\w+):\]/y);
    if (posix !== undefined) return posixClass(posix[1] ?? "") ?? this.#fail(`"${posix[0]}" is no class`, start);
    const from = this.#item();
    const range = /-[^\]]/y;
    range.lastIndex = this.#at;
    if (from.kind === "class" || !range.test(this.#source)) return from;
    this.#at++;
    const to = this.#item();
    if (to.kind === "class") return this.#fail("a range ends in a class", start);
    if (to.to < from.from) this.#fail("a range ends before it begins", start);
    return rangeItem(from.from, to.to);
  }

  /** A character or an escape, inside a class or outside. */
  #item(): SetItem {
    const code = this.#source.codePointAt(this.#at) ?? 0;
    if (code === 10 || code === 13) this.#fail("lines are searched one by one, so a pattern has no line ending");
    this.#at += code > 0xffff ? 2 : 1;
    return code === 0x5c ? this.#escape() : rangeItem(code);
  }

  #escape(): SetItem {
    const start = this.#at - 1;
    const property = this.#match(/([pP])(?:\{([^}]*)\}|(\w))/y);
    if (property !== undefined) return propertyClass(property[2] ?? property[3] ?? "", property[1] === "P") ?? this.#fail(`"\\${property[0]}" is no property of characters`, start);
    const numbered = this.#match(/(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|[xu]\{([0-9A-Fa-f]{1,6})\})/y);
    if (numbered !== undefined) {
      const code = Number.parseInt(numbered[1] ?? numbered[2] ?? numbered[3] ?? "", 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) this.#fail(`"\\${numbered[0]}" is no character`, start);
      return rangeItem(code);
    }
    const char = this.#match(/[^]/uy)?.[0] ?? this.#fail("a backslash ends the pattern", start);
    const named = escapeClass(char);
    if (named !== undefined) return named;
    const control = { t: 9, f: 12, v: 11 }[char];
    if (control !== undefined) return rangeItem(control);
    if (char === "n" || char === "r") this.#fail("lines are searched one by one, so a pattern has no line ending", start);
    if (/[1-9k]/.test(char)) this.#fail("back-references are not supported", start);
    if (/[0-9A-Za-z]/.test(char)) this.#fail(`"\\${char}" is no escape that is known here`, start);
    return rangeItem(char.codePointAt(0) ?? 0);
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  #fail(why: string, at = this.#at): never {
    throw new UserError("bad_input", `The pattern is not valid at character ${at + 1}: ${why}.`, "Escape with a backslash what is meant as it is written, or search for a fixed text.");
  }
}
