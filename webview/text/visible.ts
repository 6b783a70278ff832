/** Everything without a shape of its own: controls, format characters (bidi overrides, zero widths, tags), separators, lone surrogates. */
const shapeless = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const shapelessButBreaks = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** What could make prose read otherwise than it is: controls, bidi embeddings, overrides and isolates, tags, lone surrogates. */
const misleading = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}\p{Cs}]/gu;

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** One line (a path, a title) with every character that has no shape written by its code point, `⟨U+202E⟩`. */
export function visibleLine(text: string): string {
  return text.replace(shapeless, named);
}

/** A command: as `visibleLine`, but line breaks and tabs stay. */
export function visibleCommand(text: string): string {
  return text.replace(shapelessButBreaks, named);
}

/** Prose or output: as `visibleCommand`, but what honest text needs (joiners, direction marks) stays. */
export function visibleProse(text: string): string {
  return text.replace(misleading, named);
}
