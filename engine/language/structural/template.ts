import { UserError } from "../../errors.ts";

/** A piece of a replacement: text as it is, or what a metavariable stands for. */
export type Piece = { readonly kind: "text"; readonly text: string } | { readonly kind: "one" | "many"; readonly name: string };

const METAVARIABLE = /\$\$\$([A-Z_][A-Z0-9_]*)?|\$([A-Z_][A-Z0-9_]*)(?![a-z\w$])/g;

/** A replacement cut at its metavariables. @throws UserError `bad_input` for one that the pattern does not bind. */
export function parseTemplate(pattern: string, replacement: string): readonly Piece[] {
  const bound = new Set(metavariables(pattern).map(({ text }) => text));
  const pieces: Piece[] = [];
  let copied = 0;
  for (const { text, index, name, many } of metavariables(replacement)) {
    if (name === undefined || !bound.has(text) || name.startsWith("_")) {
      const known = [...bound].filter((each) => !/^\$+(?:_|$)/.test(each));
      throw new UserError("bad_input", `The replacement uses ${text}, which the pattern does not bind.`, known.length === 0 ? "Give it a place in the pattern, or leave it out." : `The pattern binds ${known.join(", ")}.`);
    }
    pieces.push({ kind: "text", text: replacement.slice(copied, index) }, { kind: many ? "many" : "one", name });
    copied = index + text.length;
  }
  pieces.push({ kind: "text", text: replacement.slice(copied) });
  return pieces.filter((piece) => piece.kind !== "text" || piece.text !== "");
}

/** The words of a pattern that every match must contain. */
export function literalWords(pattern: string): readonly string[] {
  return pattern.replaceAll(METAVARIABLE, " ").match(/[A-Za-z_$][\w$]*/g) ?? [];
}

function metavariables(text: string): readonly { readonly text: string; readonly index: number; readonly name: string | undefined; readonly many: boolean }[] {
  return [...text.matchAll(METAVARIABLE)].map((match) => ({ text: match[0], index: match.index, name: match[1] ?? match[2], many: match[0].startsWith("$$$") }));
}
