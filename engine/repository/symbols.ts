import { type DefinitionRule, type LanguageRules, rulesFor } from "./symbols/definitions.ts";

export interface SymbolDefinition {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What the language calls it: `class`, `method`, `struct`… */
  readonly kind: string;
  readonly text: string;
}

const MAX_FOUND = 100;
/** Enough to find the best among them. */
const MOST_COMPARED = 2_000;
/** Told after what stands by itself. */
const MEMBERS: ReadonlySet<string> = new Set(["method", "constructor", "property", "variant", "variable"]);
const READ_AT_ONCE = 32;
/** A longer line is generated, and of no definition that a reader is after. */
const LINE_LIMIT = 500;
const TEXT_LIMIT = 200;
/** Lines with the name that are looked at in one file. */
const MAX_CANDIDATES = 5_000;
const MAX_SPELLINGS = 10;

interface Wanted {
  readonly name: string;
  readonly owner: string | undefined;
}

/**
 * Where a name is defined, or a member by `Class.member`, `Class::member` or `Class#member`: the exact name first, then whatever its case; types and
 * functions before members; each by path and line; at most 100. It reads lines, not syntax, in TypeScript, JavaScript, Python, Go, Rust, Java, C, C++, C#, Ruby and PHP.
 */
export async function findSymbol(name: string, files: readonly string[], read: (path: string) => Promise<string | null>): Promise<readonly SymbolDefinition[]> {
  const wanted = parseName(name);
  if (wanted === undefined) return [];
  const sources = files.flatMap((path) => {
    const rules = rulesFor(path);
    return rules === undefined ? [] : [{ path, rules }];
  }).sort((left, right) => (left.path < right.path ? -1 : 1));
  const matchersFor = createMatchers();
  const found: (SymbolDefinition & Found)[] = [];
  for (let at = 0; at < sources.length && found.length < MOST_COMPARED; at += READ_AT_ONCE) {
    const texts = await Promise.all(sources.slice(at, at + READ_AT_ONCE).map(async (source) => ({ ...source, text: await read(source.path).catch(() => null) })));
    for (const { path, rules, text } of texts) for (const each of definitionsIn(text ?? "", rules, wanted, matchersFor)) found.push({ path, ...each });
  }
  // Each group stays in the order of its paths and lines.
  const ranked = found.toSorted((left, right) => Number(right.exactly) - Number(left.exactly) || Number(MEMBERS.has(left.kind)) - Number(MEMBERS.has(right.kind)));
  return ranked.slice(0, MAX_FOUND).map(({ path, line, kind, text }) => ({ path, line, kind, text }));
}

/** The last two parts of a qualified name. */
function parseName(text: string): Wanted | undefined {
  const parts = text.trim().replace(/\(.*\)$/, "").split(/\.prototype\.|::|->|[.#]/).map((part) => part.replace(/^[@&*]+/, ""));
  const name = parts.at(-1) ?? "";
  const owner = parts.at(-2);
  return /^[\p{L}\p{N}_$]+[?!]?$/u.test(name) && name.length <= TEXT_LIMIT ? { name, owner: owner === "" ? undefined : owner } : undefined;
}

interface Found {
  readonly line: number;
  readonly kind: string;
  readonly text: string;
  readonly exactly: boolean;
}

function definitionsIn(text: string, rules: LanguageRules, { name: written, owner }: Wanted, matchersFor: MatchersFor): readonly Found[] {
  const name = rules.sigil !== undefined && written.startsWith(rules.sigil) ? written.slice(rules.sigil.length) : written;
  const spellings = spellingsIn(text, name);
  if (spellings.length === 0) return [];
  const lines = text.split(/\r?\n/);
  let outline: Outline | undefined;
  const found: Found[] = [];
  let candidates = 0;
  for (const [index, line] of lines.entries()) {
    const spelling = line.length > LINE_LIMIT ? undefined : spellings.find((each) => line.includes(each));
    if (spelling === undefined) continue;
    if (++candidates > MAX_CANDIDATES) break;
    const code = line.replace(/\s\/\/.*$/, "");
    for (const { kind, pattern, inside, openList } of matchersFor(rules, spelling)) {
      const match = pattern.exec(code);
      if (match === null || (openList === true && !hasBody(lines, index))) continue;
      outline ??= outlineOf(lines);
      if (inside !== undefined && !inside.test(lines[outline.parents[index] ?? -1] ?? "")) continue;
      const actualOwner = owner === undefined ? undefined : (match.groups?.["owner"] ?? ownerOf(lines, outline, index, rules));
      if (actualOwner?.toLowerCase() !== owner?.toLowerCase()) continue;
      found.push({ line: index + 1, kind, text: cut(line.trim()), exactly: spelling === name && actualOwner === owner });
      break;
    }
  }
  return found;
}

/** The ways in which a file writes a name, the exact one first. */
function spellingsIn(text: string, name: string): readonly string[] {
  const spellings = new Set<string>();
  if (text.includes(name)) spellings.add(name);
  if (text.toLowerCase().includes(name.toLowerCase())) {
    for (const [spelling] of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}_])${escapeName(name)}(?![\\p{L}\\p{N}_$])`, "giu"))) if (spellings.size < MAX_SPELLINGS) spellings.add(spelling);
  }
  return [...spellings];
}

interface Matcher extends Omit<DefinitionRule, "line"> {
  readonly pattern: RegExp;
}

type MatchersFor = (rules: LanguageRules, spelling: string) => readonly Matcher[];

function createMatchers(): MatchersFor {
  const known = new Map<LanguageRules, Map<string, readonly Matcher[]>>();
  return (rules, spelling) => {
    const ofLanguage = known.get(rules) ?? new Map<string, readonly Matcher[]>();
    known.set(rules, ofLanguage);
    const matchers = ofLanguage.get(spelling) ?? rules.rules.map(({ line, ...rule }) => ({ ...rule, pattern: new RegExp(line.replaceAll("NAME", () => `${escapeName(spelling)}(?![\\p{L}\\p{N}_$])`), "u") }));
    ofLanguage.set(spelling, matchers);
    return matchers;
  };
}

function escapeName(name: string): string {
  return name.replace(/[$?]/g, "\\$&");
}

/** For each line the one that it is nested in by indentation; -1 for none. */
interface Outline {
  readonly parents: Int32Array;
}

/** Lines that nest nothing: blank ones, closing brackets, comments, preprocessor lines, labels. */
const PASSED_OVER = /^\s*(?:[{})\]>#*/].*|\w+\s*:)?$/;

function outlineOf(lines: readonly string[]): Outline {
  const parents = new Int32Array(lines.length).fill(-1);
  const open: { readonly index: number; readonly depth: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const depth = indentation(line);
    if (line.length > LINE_LIMIT || PASSED_OVER.test(line)) {
      parents[index] = open.findLast((each) => each.depth < depth)?.index ?? -1;
      continue;
    }
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    parents[index] = open.at(-1)?.index ?? -1;
    open.push({ index, depth });
  }
  return { parents };
}

function indentation(line: string): number {
  return /^\s*/.exec(line)?.[0].replaceAll("\t", "        ").length ?? 0;
}

function ownerOf(lines: readonly string[], { parents }: Outline, index: number, { container }: LanguageRules): string | undefined {
  for (let at = parents[index] ?? -1; at >= 0; at = parents[at] ?? -1) {
    const owner = container.exec(lines[at] ?? "")?.groups?.["owner"];
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Whether a parameter list that is opened at the end of a line is followed by a body, as a call's is not. */
function hasBody(lines: readonly string[], index: number): boolean {
  const depth = indentation(lines[index] ?? "");
  const closing = lines.slice(index + 1, index + 50).find((line) => line.trim() !== "" && indentation(line) <= depth);
  return closing !== undefined && /^\s*[)}].*\{\s*$/.test(closing) && !closing.includes("=>");
}

function cut(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)}…`;
}
