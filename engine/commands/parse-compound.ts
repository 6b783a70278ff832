import { parseRedirects } from "./parse-redirect.ts";
import { parseList, skipLines } from "./parse-shell.ts";
import { parseFunctionBody } from "./parse-simple.ts";
import { parseWord, parseWords } from "./parse-word.ts";
import { isAt, skipBlanks, type Source, take, unreadable } from "./source.ts";
import type { Command, Word } from "./syntax.ts";

const KEYWORD = /(?:if|while|until|for|case|function|select|coproc|\{)(?=[\s;&|<>()]|$)/y;

/** Whether a compound command or `function` begins here. */
export function isCompound(source: Source): boolean {
  return isAt(source, /\(/y) || isAt(source, KEYWORD);
}

/** Parses a compound command with its redirects. @throws UnreadableError where it has no end */
export function parseCompound(source: Source): Command {
  // Arithmetic in bash, subshells elsewhere; a comment or a quote in it ends in different places.
  if (isAt(source, /\(\(/y)) return unreadable("shells disagree about ((");
  const keyword = take(source, /\(/y)?.[0] ?? take(source, KEYWORD)?.[0];
  if (keyword === "function") return parseNamedFunction(source);
  const inner = parseInner(source, keyword ?? "");
  return { kind: "block", commands: inner.commands, words: inner.words ?? [], variable: inner.variable, redirects: parseRedirects(source) };
}

interface Inner {
  readonly commands: readonly Command[];
  readonly words?: readonly Word[];
  readonly variable?: string;
}

function parseInner(source: Source, keyword: string): Inner {
  switch (keyword) {
    case "(":
      return { commands: until(source, ")") };
    case "{":
      return { commands: until(source, "}") };
    case "if":
      return { commands: parseIf(source) };
    case "while":
    case "until":
      return { commands: [...until(source, "do"), ...until(source, "done")] };
    case "for":
      return parseFor(source);
    case "case":
      return parseCase(source);
    default:
      return unreadable(`"${keyword}" is not read`);
  }
}

/** Parses commands and takes the word that ends them. */
function until(source: Source, ...ends: readonly string[]): Command[] {
  const commands = parseList(source, ends);
  expect(source, ...ends);
  return commands;
}

/** Takes one of the words. @throws UnreadableError where the text ends before */
function expect(source: Source, ...words: readonly string[]): string {
  const found = words.find((word) => source.text.startsWith(word, source.at));
  if (found === undefined) return unreadable(`"${words[0] ?? ""}" is missing`);
  source.at += found.length;
  return found;
}

function parseIf(source: Source): Command[] {
  const commands = [...until(source, "then")];
  for (;;) {
    commands.push(...parseList(source, ["elif", "else", "fi"]));
    const end = expect(source, "elif", "else", "fi");
    if (end === "fi") return commands;
    commands.push(...until(source, end === "elif" ? "then" : "fi"));
    if (end === "else") return commands;
  }
}

function parseFor(source: Source): Inner {
  skipBlanks(source);
  const variable = take(source, /([A-Za-z_]\w*)(?=[\s;])/y)?.[1] ?? unreadable("a loop cannot be read");
  skipLines(source);
  const words = take(source, /in(?=[\s;])/y) === null ? [] : parseWords(source);
  skipBlanks(source);
  if (take(source, /;/y) === null && !isAt(source, /[\n#d]/y)) unreadable("a loop cannot be read");
  skipLines(source);
  expect(source, "do");
  if (!isAt(source, /[\s(#]/y)) unreadable("a loop cannot be read");
  return { commands: until(source, "done"), words, variable };
}

function parseCase(source: Source): Inner {
  skipBlanks(source);
  const words = [parseWord(source) ?? unreadable("a case cannot be read")];
  const commands: Command[] = [];
  skipLines(source);
  if (take(source, /in(?=\s)/y) === null) unreadable("a case cannot be read");
  for (;;) {
    skipLines(source);
    if (take(source, /esac(?=[\s;&|<>()]|$)/y) !== null) return { commands, words };
    take(source, /\([ \t]*/y);
    do {
      skipBlanks(source);
      words.push(parseWord(source) ?? unreadable("a case cannot be read"));
      skipBlanks(source);
    } while (take(source, /\|/y) !== null);
    if (take(source, /\)/y) === null) unreadable("a case cannot be read");
    commands.push(...parseList(source, [";;", "esac"]));
    if (take(source, /;;&?|;&/y) === null && !isAt(source, /esac/y)) unreadable("a case cannot be read");
  }
}

function parseNamedFunction(source: Source): Command {
  skipBlanks(source);
  const name = take(source, /[^\s;&|<>()\\'"$`*?[{}]+/y)?.[0] ?? unreadable("a function cannot be read");
  take(source, /[ \t]*\([ \t]*\)/y);
  return parseFunctionBody(source, name);
}
