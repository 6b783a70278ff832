import ts from "typescript";
import { walk } from "../migration/syntax.ts";

/** One name that stands for two, such as the `foo` of `{ foo }`, `import { foo }` or `const { foo } = …`, at its place in the file's own text. */
export interface Shorthand {
  readonly start: number;
  /** What stands between the two names when they are written out. */
  readonly joint: string;
}

/** A file's text with every shorthand of a name written out (`{ foo: foo }`), so that each identifier means one thing. */
export interface Expanded {
  readonly text: string;
  readonly shorthands: readonly Shorthand[];
}

export function expandShorthands(file: ts.SourceFile, name: string): Expanded {
  const shorthands: Shorthand[] = [];
  walk(file, (node) => {
    if (ts.isIdentifier(node) && node.text === name) {
      const joint = jointOf(node);
      if (joint !== undefined) shorthands.push({ start: node.getStart(file), joint });
    }
    return undefined;
  });
  let text = "";
  let copied = 0;
  for (const { start, joint } of shorthands) {
    text += file.text.slice(copied, start) + name + joint;
    copied = start;
  }
  return { text: text + file.text.slice(copied), shorthands };
}

/** Where, in the expanded text, the keys are that object shorthands were written out with. */
export function writtenOutKeys(expanded: Expanded | undefined, name: string): ReadonlySet<number> {
  const keys = new Set<number>();
  let shift = 0;
  for (const { start, joint } of expanded?.shorthands ?? []) {
    if (joint === ": ") keys.add(start + shift);
    shift += name.length + joint.length;
  }
  return keys;
}

function jointOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return ": ";
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && parent.name === node && parent.propertyName === undefined && parent.dotDotDotToken === undefined) return ": ";
  if ((ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) && parent.name === node && parent.propertyName === undefined) return " as ";
  return undefined;
}

/**
 * The file's own text with the identifiers at `locations` (starts in the expanded text) renamed; a shorthand is written out only where
 * one of its two names changed.
 */
export function renameIn(original: string, { shorthands }: Expanded, name: string, to: string, locations: ReadonlySet<number>): string {
  let text = "";
  let copied = 0;
  let shift = 0;
  const pending = new Set(locations);
  const edits: { readonly start: number; readonly newText: string }[] = [];
  const starts = [...locations].sort((a, b) => a - b);
  const settle = (before: number): void => {
    for (const start of starts) {
      if (start >= before || !pending.delete(start)) continue;
      edits.push({ start: start - shift, newText: to });
    }
  };
  for (const { start, joint } of shorthands) {
    const first = start + shift;
    const second = first + name.length + joint.length;
    settle(first);
    const renamed = [pending.delete(first), pending.delete(second)];
    if (renamed[0] === true || renamed[1] === true) edits.push({ start, newText: renamed[0] === renamed[1] ? to : (renamed[0] === true ? to : name) + joint + (renamed[1] === true ? to : name) });
    shift += name.length + joint.length;
  }
  settle(Number.POSITIVE_INFINITY);
  for (const { start, newText } of edits) {
    text += original.slice(copied, start) + newText;
    copied = start + name.length;
  }
  return text + original.slice(copied);
}
