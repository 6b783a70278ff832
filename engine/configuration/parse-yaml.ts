import { type Document, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { MOST_TOLD, type Problem } from "./problem.ts";

/** The most places that are no YAML around which the rest is still read: each takes one more parse. */
const MOST_BROKEN = 5;
/** The most aliases, and values that they stand for: resolving them takes the square of their number. */
const MOST_ALIASES = 100;

/** What a text says in YAML. Lines, columns and offsets are those of the whole text, whatever was left out. */
export interface ParsedYaml {
  /** undefined: nothing of the text can be used. */
  readonly document: Document | undefined;
  readonly value: unknown;
  readonly faults: readonly { readonly message: string; readonly offset: number }[];
  readonly positionOf: (offset: number) => Pick<Problem, "line" | "column">;
}

/**
 * Parses as much as there is. Where a line is no YAML, the top-level key that it stands under is left out and the others hold; of a key
 * that stands twice the first holds. Never throws.
 */
export function parseYaml(text: string): ParsedYaml {
  const faults: { readonly message: string; readonly offset: number }[] = [];
  const lines = new LineCounter();
  parseLines(text, lines);
  const end = text.trimEnd().length;
  const positionOf = (offset: number): Pick<Problem, "line" | "column"> => {
    // What is missing at the end is missing behind the last word, not on the empty line below it.
    const { line, col } = lines.linePos(Math.min(offset, end));
    return { line, column: col };
  };
  const nothing = (message: string, offset = 0): ParsedYaml => ({ document: undefined, value: undefined, faults: [...faults, { message: `${message} The file is ignored.`, offset }], positionOf });
  try {
    for (let rest = text; ; ) {
      // Its own check for keys that stand twice takes the square of their number; and a warning of its own would be written to the terminal.
      const document = parseDocument(rest, { uniqueKeys: false, prettyErrors: false, logLevel: "error" });
      const [error] = document.errors;
      if (error === undefined) {
        for (const { message, pos } of document.warnings) faults.push({ message: sentence(message), offset: pos[0] });
        if (aliasesIn(document) > MOST_ALIASES) return nothing(`It has more than ${MOST_ALIASES} aliases.`);
        leaveOutRepeated(document, faults);
        const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
        return holdsItself(value) ? nothing("An alias stands inside what it names.") : { document, value, faults, positionOf };
      }
      const [offset] = error.pos;
      if (/call stack|depth/i.test(error.message)) return nothing("It is nested too deeply.", offset);
      const { line, column } = positionOf(offset);
      // What lacks its closing bracket is found out at the key behind it.
      const unclosed = column === 1 && line > 1 && /^Flow /.test(error.message);
      const cut = error.code === "MULTIPLE_DOCS" ? ([line, Infinity] as const) : section(rest, unclosed ? line - 1 : line);
      if (cut === undefined || faults.length === MOST_BROKEN || document.errors.length > MOST_TOLD) return nothing(sentence(error.message), offset);
      const [from, to] = cut;
      const what = to === Infinity ? `What stands from line ${from} on` : from === to ? `Line ${from}` : `What stands from line ${from} to line ${to}`;
      faults.push({ message: `${error.code === "MULTIPLE_DOCS" ? "A second document begins here." : sentence(error.message)} ${what} is ignored until this is mended.`, offset });
      rest = blanked(rest, from, to);
    }
  } catch (error) {
    return nothing(error instanceof RangeError ? "It is nested too deeply." : sentence(error instanceof Error ? error.message : String(error)));
  }
}

function parseLines(text: string, lines: LineCounter): void {
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
}

/** The lines, from 1, of the top-level key that a line stands under. */
function section(text: string, line: number): readonly [number, number] | undefined {
  const begins = text.split("\n").map((each) => /^[^\s#\-\]}]/.test(each));
  const from = begins.lastIndexOf(true, line - 1);
  if (from === -1) return undefined;
  const next = begins.indexOf(true, from + 1);
  return [from + 1, next === -1 ? text.trimEnd().split("\n").length : next];
}

/** The text with those lines blank, and as long as before. */
function blanked(text: string, from: number, to: number): string {
  return text.split("\n").map((each, index) => (index + 1 < from || index + 1 > to ? each : " ".repeat(each.length))).join("\n");
}

function aliasesIn(document: Document): number {
  let count = 0;
  visit(document, {
    Alias: () => {
      count += 1;
    },
  });
  return count;
}

function leaveOutRepeated(document: Document, faults: { readonly message: string; readonly offset: number }[]): void {
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      map.items = map.items.filter(({ key }) => {
        if (!isScalar(key)) return true;
        const name = String(key.value);
        if (seen.has(name) && faults.length < MOST_TOLD) faults.push({ message: `The key "${name}" stands twice. The first one holds.`, offset: key.range?.[0] ?? 0 });
        return seen.size !== seen.add(name).size;
      });
    },
  });
}

function holdsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (value === null || typeof value !== "object") return false;
  return above.includes(value) || Object.values(value).some((each) => holdsItself(each, [...above, value]));
}

function sentence(text: string): string {
  const unclosed = /^Flow (map|sequence) in block collection must be sufficiently indented and end with a/.exec(text)?.[1];
  if (unclosed !== undefined) return `What begins with ${unclosed === "map" ? "{ is not closed by }" : "[ is not closed by ]"}, or its lines are not indented.`;
  return text.replace(/^Missing closing (["'])quote$/, "A closing quote ($1) is missing").replace(/\.?$/, ".");
}
