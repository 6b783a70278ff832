import type { SgNode } from "@ast-grep/wasm";
import { Tree } from "web-tree-sitter";
import { newLineOf } from "../project.ts";
import type { Language, matcher } from "./matcher.ts";
import type { Piece } from "./template.ts";

type AstGrep = Awaited<ReturnType<typeof matcher>>;

export type Rewritten =
  | { readonly kind: "rewritten"; readonly text: string; readonly matches: number }
  | { readonly kind: "unchanged" }
  /** The file does not parse, or would not after the replacement. */
  | { readonly kind: "broken"; readonly matches: number; readonly when: "before" | "after" };

interface Match {
  readonly start: number;
  readonly end: number;
  /** What the template's metavariables stand for, in the template's order. */
  readonly captures: readonly { readonly start: number; readonly end: number }[];
}

/** A stretch of the new text that has to be one node there, or gets parentheses. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly key: string;
}

/**
 * Replaces each outermost match once; matches inside what a metavariable stands for are replaced too, the replacement itself is not
 * searched again. A value gets parentheses where it would otherwise bind differently.
 */
export function rewrite(astGrep: AstGrep, language: Language, text: string, pattern: string, template: readonly Piece[]): Rewritten {
  const { matches, broken, kinds } = find(astGrep, language, text, pattern, template);
  if (matches.length === 0) return { kind: "unchanged" };
  if (broken) return { kind: "broken", matches: matches.length, when: "before" };
  const wrapped = new Set<string>();
  const build = (): { text: string; stretches: Stretch[] } => new Builder(text, matches, template, wrapped).build();
  let built = build();
  const torn = check(astGrep, language, built.text, built.stretches);
  if (torn.stretches.length > 0 && kinds.every(isExpression)) {
    for (const { key } of torn.stretches) wrapped.add(key);
    built = build();
  }
  if (check(astGrep, language, built.text, []).broken) return { kind: "broken", matches: matches.length, when: "after" };
  return built.text === text ? { kind: "unchanged" } : { kind: "rewritten", text: built.text, matches: matches.length };
}

function find(astGrep: AstGrep, language: Language, text: string, pattern: string, template: readonly Piece[]): { matches: Match[]; broken: boolean; kinds: string[] } {
  const root = astGrep.parse(language, text);
  const nodes = root.root().findAll(pattern);
  const matches = nodes.map((node): Match => ({ ...span(node), captures: template.flatMap((piece) => (piece.kind === "text" ? [] : [capture(node, piece)])) }));
  const found = { matches: matches.sort((a, b) => a.start - b.start || b.end - a.end), broken: hasError(root.getInnerTree()), kinds: nodes.map((node) => node.kind()) };
  release(root.getInnerTree());
  return found;
}

function capture(node: SgNode, { kind, name }: Exclude<Piece, { kind: "text" }>): { start: number; end: number } {
  const nodes = kind === "many" ? node.getMultipleMatches(name) : [node.getMatch(name)].filter((each) => each !== undefined);
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  return { start: span(first).start, end: span(last).end };
}

function span(node: SgNode): { start: number; end: number } {
  const { start, end } = node.range();
  return { start: start.index, end: end.index };
}

function isExpression(kind: string): boolean {
  return /_expression$|^(?:identifier|array|object|string|number|template_string|function_expression|arrow_function|true|false|null|undefined|this|regex|class)$/.test(kind);
}

/** Which stretches are not one node of the text, and whether the text has a syntax error. */
function check(astGrep: AstGrep, language: Language, text: string, stretches: readonly Stretch[]): { stretches: readonly Stretch[]; broken: boolean } {
  const root = astGrep.parse(language, text);
  const tree: unknown = root.getInnerTree();
  const torn = stretches.filter(({ start, end }) => {
    if (!(tree instanceof Tree) || start === end) return false;
    const node = tree.rootNode.descendantForIndex(start, end);
    return node === null || node.startIndex !== start || node.endIndex !== end;
  });
  const result = { stretches: torn, broken: hasError(tree) };
  release(tree);
  return result;
}

function hasError(tree: unknown): boolean {
  return tree instanceof Tree && tree.rootNode.hasError;
}

function release(tree: unknown): void {
  if (tree instanceof Tree) tree.delete();
}

/** Builds the new text and remembers where its replacements and values are. */
class Builder {
  readonly #text: string;
  readonly #matches: readonly Match[];
  readonly #template: readonly Piece[];
  readonly #wrapped: ReadonlySet<string>;
  readonly #stretches: Stretch[] = [];
  readonly #newLine: string;
  #out = "";

  constructor(text: string, matches: readonly Match[], template: readonly Piece[], wrapped: ReadonlySet<string>) {
    this.#text = text;
    this.#matches = matches;
    this.#template = template;
    this.#wrapped = wrapped;
    this.#newLine = newLineOf(text);
  }

  build(): { text: string; stretches: Stretch[] } {
    this.#copy(0, this.#text.length);
    return { text: this.#out, stretches: this.#stretches };
  }

  #copy(start: number, end: number): void {
    let copied = start;
    for (const match of this.#matches) {
      if (match.start < copied || match.end > end) continue;
      this.#out += this.#text.slice(copied, match.start);
      this.#put(`m${match.start}-${match.end}`, () => { this.#replace(match); });
      copied = match.end;
    }
    this.#out += this.#text.slice(copied, end);
  }

  #put(key: string, write: () => void): void {
    if (this.#wrapped.has(key)) this.#out += "(";
    const start = this.#out.length;
    write();
    this.#stretches.push({ start, end: this.#out.length, key });
    if (this.#wrapped.has(key)) this.#out += ")";
  }

  #replace({ start: from, captures }: Match): void {
    let next = 0;
    let dropComma = false;
    for (const piece of this.#template) {
      if (piece.kind === "text") {
        const text = piece.text.replaceAll(/\r?\n/g, this.#newLine);
        this.#out += dropComma ? text.replace(/^\s*,\s*/, "") : text;
        dropComma = false;
        continue;
      }
      const index = next++;
      const { start, end } = captures[index] ?? { start: 0, end: 0 };
      if (start === end) {
        // No arguments: neither the comma after them nor, at the end of a list, the one before.
        dropComma = true;
        this.#out = this.#out.replace(/,\s*$/, (comma) => (this.#followedByComma(index) ? comma : ""));
      } else if (piece.kind === "many") {
        this.#copy(start, end);
      } else {
        this.#put(`c${from}-${index}`, () => { this.#copy(start, end); });
      }
    }
  }

  #followedByComma(capture: number): boolean {
    let seen = -1;
    const at = this.#template.findIndex((piece) => piece.kind !== "text" && ++seen === capture);
    const after = this.#template[at + 1];
    return after?.kind === "text" && /^\s*,/.test(after.text);
  }
}
