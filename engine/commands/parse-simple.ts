import { parseRedirect, parseRedirects } from "./parse-redirect.ts";
import { isCompound, parseCompound } from "./parse-compound.ts";
import { parseWord } from "./parse-word.ts";
import { skipLines } from "./parse-shell.ts";
import { isAt, nested, skipBlanks, type Source, take, unreadable } from "./source.ts";
import type { Assignment, Command, Redirect, Word } from "./syntax.ts";

/** Words that are no program's name where one is expected; all but these begin a simple command. */
const RESERVED: ReadonlySet<string> = new Set(["if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "{", "}", "!", "function", "select", "coproc"]);

/** Parses a simple command or the definition of a function. */
export function parseSimple(source: Source): Command {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  let both = false;
  for (;;) {
    skipBlanks(source);
    const at = source.at;
    const redirect = parseRedirect(source);
    if (redirect !== undefined) {
      redirects.push(redirect);
      both ||= source.text[at] === "&";
      continue;
    }
    const word = isAt(source, /#/y) ? undefined : parseWord(source);
    if (word === undefined) break;
    // Where bash reads `&>`, other shells read `&` and then a command of its own.
    if (both) unreadable("shells disagree about a word behind &>");
    const assignment = words.length === 0 ? parseAssignment(source, word) : undefined;
    if (assignment === undefined) words.push(word);
    else assignments.push(assignment);
    refuseDescriptor(source, word);
    if (words.length === 1 && assignments.length + redirects.length === 0 && isAt(source, /[ \t]*\(/y)) return parseFunction(source, word);
  }
  const [first] = words;
  if (first !== undefined && RESERVED.has(unquotedText(first))) unreadable(`"${unquotedText(first)}" is not expected`);
  if (words.length + assignments.length + redirects.length === 0) unreadable(`"${source.text[source.at] ?? ""}" is not expected`);
  return { kind: "simple", assignments, words, redirects };
}

/** The text of a word without quotes, escapes and expansions; else nothing. */
export function unquotedText(word: Word): string {
  const [first] = word.parts;
  return word.parts.length === 1 && first?.kind === "text" && !first.quoted ? first.text : "";
}

/** `name=value`, `name+=value`, `name=(values)`; undefined for another word. */
function parseAssignment(source: Source, word: Word): Assignment | undefined {
  const [first, ...rest] = word.parts;
  if (first?.kind !== "text" || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)\+?=/.exec(first.text);
  if (match === null) {
    const subscript = word.parts.map((part) => (part.kind === "text" || part.kind === "pattern" ? part.text : "$")).join("");
    return /^[A-Za-z_]\w*\[.*\]\+?=/s.test(subscript) ? unreadable("an assignment computes its place") : undefined;
  }
  const value = first.text.slice(match[0].length);
  const parts = value === "" ? rest : [{ ...first, text: value }, ...rest];
  if (parts.length > 0 || !isAt(source, /\(/y)) return { name: match[1] ?? "", values: [{ parts, braces: false }] };
  source.at += 1;
  const values: Word[] = [];
  for (;;) {
    skipLines(source);
    if (take(source, /\)(?=[\s;&|<>()]|$)/y) !== null) return { name: match[1] ?? "", values };
    values.push(parseWord(source) ?? unreadable("an array has no end"));
  }
}

/** `{fd}>file` and `12>file` are redirects in one shell and words in another. */
function refuseDescriptor(source: Source, word: Word): void {
  if (!isAt(source, /[<>]/y)) return;
  if (/^(?:\d+|\{\w*\})$/.test(unquotedText(word))) unreadable("shells disagree about the file descriptor of a redirect");
}

function parseFunction(source: Source, word: Word): Command {
  const name = unquotedText(word);
  if (name === "" || take(source, /[ \t]*\([ \t]*\)/y) === null) unreadable('"(" is not expected');
  return parseFunctionBody(source, name);
}

/** What follows `name()` or `function name`. */
export function parseFunctionBody(source: Source, name: string): Command {
  skipLines(source);
  const body = nested(source, () => (isCompound(source) ? parseCompound(source) : parseSimple(source)));
  const redirects = parseRedirects(source);
  return { kind: "function", name, body: { kind: "block", commands: [body], words: [], variable: undefined, redirects } };
}
