/** How strictly two lines are held to be the same, strictest first. Each holds all that the one before it holds. */
export const levels = ["exact", "trailing", "surrounding", "punctuation", "spacing"] as const;
export type Level = (typeof levels)[number];

// eslint-disable-next-line no-control-regex -- the test for "only ASCII"
const ASCII = /^[\u0000-\u007f]*$/;
const punctuation: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, "-"],
  [/[\u2018-\u201B\u2032\u02BC]/g, "'"],
  [/[\u201C-\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/\u2026/g, "..."],
  [/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, " "],
  [/[\u200B-\u200D\u2060\uFEFF]/g, ""],
];

/** The form of a line by which it is compared at a level. */
export function fold(line: string, level: Level): string {
  switch (level) {
    case "exact": return line;
    case "trailing": return line.trimEnd();
    case "surrounding": return line.trim();
    case "punctuation": return foldPunctuation(line.trim());
    case "spacing": return foldPunctuation(line.trim()).replace(/\s+/g, " ");
  }
}

function foldPunctuation(line: string): string {
  if (ASCII.test(line)) return line;
  return punctuation.reduce((text, [characters, plain]) => text.replace(characters, plain), line.normalize("NFC")).trim();
}
