/** One item of a set of characters: a range of code points, or a named class such as `\w`. */
export type SetItem =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "class"; readonly body: string; readonly rust: string; readonly negated: boolean };

/** What one character may be. No set has a line ending in it: lines are searched, and a carriage return before a line feed is no part of one. */
export interface CharSet {
  readonly negated: boolean;
  readonly items: readonly SetItem[];
}

export const ANY: CharSet = { negated: true, items: [] };

/** The Unicode meanings of ripgrep (UTS #18, annex C), as bodies of a JavaScript class under the flag `u`. */
const WORD = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}";
const CLASS_BODIES: ReadonlyMap<string, string> = new Map([
  ["w", WORD],
  ["d", "\\p{Nd}"],
  ["s", "\\p{White_Space}"],
]);

const POSIX_BODIES: ReadonlyMap<string, string> = new Map([
  ["alnum", "0-9A-Za-z"],
  ["alpha", "A-Za-z"],
  ["blank", "\\t "],
  ["cntrl", "\\x00-\\x1f\\x7f"],
  ["digit", "0-9"],
  ["graph", "!-~"],
  ["lower", "a-z"],
  ["print", " -~"],
  ["punct", "!-\\/:-@\\[-`\\{-~"],
  ["space", "\\t\\n\\v\\f\\r "],
  ["upper", "A-Z"],
  ["word", "0-9A-Za-z_"],
  ["xdigit", "0-9A-Fa-f"],
]);

const wordTest = new RegExp(`^[${WORD}]$`, "u");

/** Whether a code point is part of a word, to `\b`. */
export function isWord(code: number): boolean {
  return wordTest.test(String.fromCodePoint(code));
}

export function rangeItem(from: number, to = from): SetItem {
  return { kind: "range", from, to };
}

export function singleChar(code: number): CharSet {
  return { negated: false, items: [rangeItem(code)] };
}

/** The class of the escape `\w`, `\d`, `\s` or of its complement in upper case. */
export function escapeClass(letter: string): SetItem | undefined {
  const name = letter.toLowerCase();
  const body = CLASS_BODIES.get(name);
  return body === undefined ? undefined : { kind: "class", body, rust: `\\${name}`, negated: name !== letter };
}

/** `[:alpha:]` and its like, in ASCII as ripgrep has them. */
export function posixClass(name: string): SetItem | undefined {
  const body = POSIX_BODIES.get(name);
  return body === undefined ? undefined : { kind: "class", body, rust: `[:${name}:]`, negated: false };
}

/** `\p{Lu}`, `\p{Script=Greek}`, `\p{Greek}`; undefined for a property that is not known. */
export function propertyClass(name: string, negated: boolean): SetItem | undefined {
  if (!/^\w+(?:=\w+)?$/.test(name)) return undefined;
  for (const property of [name, `Script=${name}`]) {
    const body = `\\p{${property}}`;
    try {
      new RegExp(body, "u");
      return { kind: "class", body, rust: body, negated };
    } catch {
      // Not under this spelling.
    }
  }
  return undefined;
}

/** The only character of a set of one, else undefined. */
export function onlyChar({ negated, items }: CharSet): number | undefined {
  const [item] = items;
  return !negated && items.length === 1 && item?.kind === "range" && item.from === item.to ? item.from : undefined;
}

/** A test whether a code point is in the set. Unicode's simple case folding when `ignoreCase`. */
export function createSetTest(set: CharSet, ignoreCase: boolean): (code: number) => boolean {
  const only = onlyChar(set);
  if (only !== undefined && !ignoreCase) return (code) => code === only;
  const positive = set.items.filter((item) => item.kind === "range" || !item.negated).map((item) => (item.kind === "range" ? `${unicode(item.from)}-${unicode(item.to)}` : item.body));
  const complements = set.items.flatMap((item) => (item.kind === "class" && item.negated ? [new RegExp(`^[${item.body}]$`, "u")] : []));
  const test = positive.length === 0 ? undefined : new RegExp(`^[${positive.join("")}]$`, ignoreCase ? "iu" : "u");
  return (code) => {
    if (code === 10 || code === 13) return false;
    const char = String.fromCodePoint(code);
    return (test?.test(char) === true || complements.some((complement) => !complement.test(char))) !== set.negated;
  };
}

/** The set in ripgrep's notation. */
export function setToRust(set: CharSet): string {
  const only = onlyChar(set);
  if (only !== undefined) return hexadecimal(only);
  const items = set.items.map((item) => (item.kind === "range" ? `${hexadecimal(item.from)}-${hexadecimal(item.to)}` : item.negated ? `[^${item.rust}]` : item.rust)).join("");
  return set.negated ? `[^${items}\\r\\n]` : `[[${items}]&&[^\\r\\n]]`;
}

function unicode(code: number): string {
  return `\\u{${code.toString(16)}}`;
}

function hexadecimal(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
