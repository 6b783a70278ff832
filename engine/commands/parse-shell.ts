import { isCompound, parseCompound } from "./parse-compound.ts";
import { readHereDocuments } from "./parse-redirect.ts";
import { parseSimple } from "./parse-simple.ts";
import { isAt, nested, skipBlanks, type Source, sourceOf, take, unreadable, UnreadableError } from "./source.ts";
import type { Command } from "./syntax.ts";

export type ParsedShell = { readonly kind: "script"; readonly commands: readonly Command[] } | { readonly kind: "unknown"; readonly reason: string };

/** Characters; a longer command is not read. */
const LENGTH_LIMIT = 65_536;
/** What a terminal does not show, or shows elsewhere: a question about such a command could not be trusted. */
const HIDDEN = /[^\P{Cc}\t\n]|[^\P{Z} ]|\p{Cf}/u;

/**
 * Parses a command line by the shell's grammar (POSIX.1-2024 XCU 2, with bash's additions). `/bin/sh` is bash on one machine and dash on
 * another, so what the two read differently is `unknown`, as is all that neither would accept. Pure; takes linear time.
 */
export function parseShell(command: string, depth = 0): ParsedShell {
  if (command.length > LENGTH_LIMIT) return { kind: "unknown", reason: "it is too long" };
  if (!command.isWellFormed() || HIDDEN.test(command)) return { kind: "unknown", reason: "it has characters that cannot be seen, or look like a space" };
  const source = sourceOf(command, depth);
  try {
    return { kind: "script", commands: nested(source, () => parseList(source, [])) };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { kind: "unknown", reason: error.message };
  }
}

/** Parses commands up to one of `ends` (which is not taken) or the end of the text, where nothing else may be left. */
export function parseList(source: Source, ends: readonly string[]): Command[] {
  const commands: Command[] = [];
  let expected = false;
  for (;;) {
    skipLines(source);
    if (atEnd(source, ends)) {
      if (expected) unreadable("a command is missing");
      return commands;
    }
    commands.push(parsePipeline(source));
    skipBlanks(source);
    expected = take(source, /&&|\|\|/y) !== null;
    if (expected || isAt(source, /[\n#)]|;[;&]|$/y) || take(source, /[;&]/y) !== null) continue;
    unreadable(`"${source.text[source.at] ?? ""}" is not expected`);
  }
}

function atEnd(source: Source, ends: readonly string[]): boolean {
  if (source.at >= source.text.length) {
    if (source.pending.length > 0) unreadable("a here-document has no end");
    return true;
  }
  const stop = /\)|;;&?|;&|(?:then|elif|else|fi|do|done|esac|\})(?=[\s;&|<>()]|$)/y;
  stop.lastIndex = source.at;
  const found = stop.exec(source.text)?.[0];
  if (found === undefined) return false;
  return ends.includes(found.startsWith(";") ? ";;" : found) || unreadable(`"${found}" is not expected`);
}

function parsePipeline(source: Source): Command {
  const commands: Command[] = [];
  do {
    skipLines(source);
    while (take(source, /!(?=[ \t])[ \t]+/y) !== null);
    commands.push(nested(source, () => (isCompound(source) ? parseCompound(source) : parseSimple(source))));
    skipBlanks(source);
  } while (take(source, /\|(?!\|)&?/y) !== null);
  const [first] = commands;
  return first !== undefined && commands.length === 1 ? first : { kind: "pipeline", commands };
}

/** Goes over blanks, comments and line ends, and reads the here-documents that begin behind these. */
export function skipLines(source: Source): void {
  for (;;) {
    skipBlanks(source);
    if (isAt(source, /#/y)) skipComment(source);
    else if (take(source, /\n/y) !== null) readHereDocuments(source);
    else return;
  }
}

function skipComment(source: Source): void {
  const line = source.text.lastIndexOf("\n", source.at - 1) + 1;
  const before = source.text.slice(line, source.at);
  if (source.text.slice(source.at - 2, source.at) === "\\\n" || before.includes("[[")) unreadable("shells disagree about where a comment begins");
  take(source, /#[^\n]*/y);
}
