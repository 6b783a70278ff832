import { decodeAnsiC } from "./ansi-c.ts";
import { parseList } from "./parse-shell.ts";
import { parseExpandable, parsePiece } from "./parse-word.ts";
import { isAt, nested, type Source, sourceOf, take, unreadable } from "./source.ts";
import type { Command, Part } from "./syntax.ts";

/** Parses what begins with `$`. @throws UnreadableError where it has no end, or where shells disagree about it */
export function parseDollar(source: Source, quoted: boolean): Part[] {
  if (isAt(source, /\$\(\(/y)) return [nested(source, () => parseArithmetic(source, quoted))];
  if (isAt(source, /\$\(/y)) return [{ kind: "substitution", quoted, process: false, commands: parseParenthesized(source) }];
  if (isAt(source, /\$\{/y)) return [nested(source, () => parseBraced(source, quoted))];
  if (isAt(source, /\$(?:\[|\\\n)/y)) return unreadable("shells disagree about what follows a $");
  if (!quoted) {
    const ansi = take(source, /\$'((?:[^\\']|\\[^'])*)'/y);
    if (ansi !== null) return [{ kind: "text", text: decodeAnsiC(ansi[1] ?? ""), quoted: true }];
    if (isAt(source, /\$'/y)) return unreadable("shells disagree about a quote in $'…'");
    if (isAt(source, /\$"/y)) {
      source.at += 2;
      return [{ kind: "text", text: "", quoted: true }, ...parseExpandable(source, '"')];
    }
  }
  const parameter = take(source, /\$([A-Za-z_]\w*|[0-9@*#?$!-])/y);
  if (parameter !== null) return [{ kind: "parameter", name: parameter[1] ?? "", quoted, assigns: false, inner: [] }];
  source.at += 1;
  return [{ kind: "text", text: "$", quoted }];
}

/** Parses `` `…` ``. Its backslashes are taken away first, as shells do. */
export function parseBackticks(source: Source, quoted: boolean): Part {
  const match = take(source, /`((?:[^\\`]|\\[^])*)`/y);
  if (match === null) return unreadable("a backtick has no end");
  const text = match[1] ?? "";
  if (quoted && text.includes('"')) unreadable("shells disagree about quotes in backticks in quotes");
  const inner = sourceOf(text.replace(/\\([\\`$])/g, "$1"), source.depth);
  const commands = nested(inner, () => parseList(inner, []));
  return { kind: "substitution", quoted, process: false, commands };
}

/** Parses `<(…)` or `>(…)`; undefined where neither begins here. */
export function parseProcessSubstitution(source: Source): Part | undefined {
  if (!isAt(source, /[<>]\(/y)) return undefined;
  return { kind: "substitution", quoted: true, process: true, commands: parseParenthesized(source) };
}

/** Parses the commands of `$(…)`, `<(…)`, `>(…)`. */
function parseParenthesized(source: Source): readonly Command[] {
  source.at += 2;
  const pending = source.pending.length;
  const commands = nested(source, () => parseList(source, [")"]));
  if (take(source, /\)/y) === null) unreadable("a substitution has no end");
  if (source.pending.length !== pending) unreadable("a here-document begins on the last line of a substitution");
  return commands;
}

/** `$((…))`: only numbers and operators are constant. Bash runs substitutions that it finds in the values of names. */
function parseArithmetic(source: Source, quoted: boolean): Part {
  source.at += 3;
  const inner: Part[] = [];
  let text = "";
  let open = 0;
  for (;;) {
    text += take(source, /[^()$`'"\\]+/y)?.[0] ?? "";
    const char = source.text[source.at];
    if (char === "$") inner.push(...parseDollar(source, true));
    else if (char === "`") inner.push(parseBackticks(source, true));
    else if (char === "(" || (char === ")" && open > 0)) {
      open += char === "(" ? 1 : -1;
      source.at += 1;
    } else {
      // Two words without an operator between are commands rather, which some shells would run.
      if (take(source, /\)\)/y) === null || /\w\s+\w/.test(text)) unreadable("its arithmetic cannot be read");
      return { kind: "arithmetic", quoted, constant: inner.length === 0 && /^[\d\s+\-*/%<>=!&|^~?:,]*$/.test(text), inner };
    }
  }
}

/** `${…}`. What evaluates a value a second time (`${x@P}`, `${!x}`, computed subscripts and offsets) is not read. */
function parseBraced(source: Source, quoted: boolean): Part {
  const match = take(source, /\$\{(#?)([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(?:[@*]|\d+)\])?/y);
  if (match === null) return unreadable("an expansion cannot be read");
  const name = isAt(source, /\s*\}/y) || match[1] === "" ? (match[2] ?? "") : unreadable("an expansion cannot be read");
  const all = match[0].includes("[@") || match[0].includes("[*") ? "@" : name;
  if (take(source, /\}/y) !== null) return { kind: "parameter", name: all, quoted, assigns: false, inner: [] };
  if (take(source, /:\s*\d+(?::\d+)?\}/y) !== null) return { kind: "parameter", name: all, quoted, assigns: false, inner: [] };
  const operator = take(source, /:?[-=+?]|##?|%%?|\/[/#%]?|\^\^?|,,?/y);
  if (operator === null) return unreadable("an expansion evaluates what it finds");
  const inner = quoted ? parseQuotedOperand(source) : parseOperand(source);
  return { kind: "parameter", name: all, quoted, assigns: operator[0].includes("="), inner };
}

function parseOperand(source: Source): Part[] {
  const parts: Part[] = [];
  for (;;) {
    if (take(source, /\}/y) !== null) return parts;
    if (isAt(source, /[{<>]|$/y)) unreadable("an expansion cannot be read");
    const plain = take(source, /[^\\'"$`{}<>]+/y);
    if (plain !== null) parts.push({ kind: "text", text: plain[0], quoted: true });
    else parsePiece(source, parts);
  }
}

function parseQuotedOperand(source: Source): Part[] {
  const parts: Part[] = [];
  for (;;) {
    if (take(source, /\}/y) !== null) return parts;
    const plain = take(source, /[^\\'"$`{}]+/y);
    if (plain !== null) parts.push({ kind: "text", text: plain[0], quoted: true });
    else if (isAt(source, /\$/y)) parts.push(...parseDollar(source, true));
    else if (isAt(source, /`/y)) parts.push(parseBackticks(source, true));
    else unreadable("shells disagree about quotes in an expansion in quotes");
  }
}
