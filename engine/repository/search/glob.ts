import { UserError } from "../../errors.ts";
import { createAutomaton } from "./automaton.ts";
import { ANY, rangeItem, type SetItem } from "./char-set.ts";
import { literalPattern, type Pattern } from "./pattern.ts";

const MAX_LENGTH = 1_000;
const NO_SLASH: Pattern = { kind: "set", set: { negated: true, items: [rangeItem(0x2f)] } };
const ANYTHING: Pattern = { kind: "repeat", of: { kind: "set", set: ANY }, min: 0, max: Infinity };
const FOLDERS: Pattern = optional({ kind: "sequence", parts: [ANYTHING, literalPattern("/")] });

/**
 * A test whether a workspace-relative POSIX path is meant by a glob. As in .gitignore: without a slash inside it the glob means a name at
 * any depth, with one a path from the root; a folder means all in it. `*`, `**`, `?`, `[a-z]`, `{a,b}`; several with commas between; `!` for all others.
 * @throws UserError `bad_input` for a glob that leaves the workspace or is not well-formed
 */
export function createGlobTest(glob: string): (path: string) => boolean {
  const negated = glob.startsWith("!");
  const text = (negated ? glob.slice(1) : glob).trim();
  if (text === "" || text.length > MAX_LENGTH) fail(glob, text === "" ? "it is empty" : `it has more than ${MAX_LENGTH} characters`);
  const options = splitAtCommas(text).map((part) => parseGlob(part.trim(), glob));
  const { find } = createAutomaton({ pattern: { kind: "choice", options }, ignoreCase: false });
  return (path) => find(path, 0, path.length) >= 0 !== negated;
}

function parseGlob(glob: string, whole: string): Pattern {
  if (glob.split(/[/\\]/).includes("..")) fail(whole, "it leaves the workspace");
  const relative = glob.replace(/^(?:\.?\/)+/, "");
  const name = relative.replace(/\/+$/, "");
  const anchored = name.includes("/") || relative !== glob;
  const parts: Pattern[] = [{ kind: "assert", what: "start" }];
  if (!anchored) parts.push(FOLDERS);
  if (name !== "" && name !== ".") {
    parts.push(new GlobParser(name, whole).parse());
    parts.push(optional({ kind: "sequence", parts: [literalPattern("/"), ANYTHING] }));
  } else {
    parts.push(ANYTHING);
  }
  parts.push({ kind: "assert", what: "end" });
  return { kind: "sequence", parts };
}

class GlobParser {
  readonly #source: string;
  readonly #whole: string;
  #at = 0;

  constructor(source: string, whole: string) {
    this.#source = source;
    this.#whole = whole;
  }

  parse(): Pattern {
    return this.#sequence("");
  }

  #sequence(ends: string): Pattern {
    const parts: Pattern[] = [];
    for (let char = this.#source[this.#at]; char !== undefined && !ends.includes(char); char = this.#source[this.#at]) parts.push(this.#part());
    return { kind: "sequence", parts };
  }

  #part(): Pattern {
    const rest = this.#source.slice(this.#at);
    const stars = /^\*+/.exec(rest)?.[0].length ?? 0;
    if (stars > 0) {
      const wholeFolder = stars > 1 && (this.#at === 0 || /[/{,]/.test(this.#source[this.#at - 1] ?? "")) && rest[stars] === "/";
      this.#at += stars + (wholeFolder ? 1 : 0);
      return wholeFolder ? FOLDERS : stars > 1 ? ANYTHING : { kind: "repeat", of: NO_SLASH, min: 0, max: Infinity };
    }
    const set = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(rest);
    if (set !== null) {
      this.#at += set[0].length;
      const items = setItems(set[2] ?? "");
      return { kind: "set", set: set[1] === "" ? { negated: false, items } : { negated: true, items: [...items, rangeItem(0x2f)] } };
    }
    if (rest.startsWith("{")) return this.#alternatives();
    const escaped = rest.startsWith("\\") && rest.length > 1;
    const char = String.fromCodePoint(rest.codePointAt(escaped ? 1 : 0) ?? 0);
    this.#at += char.length + (escaped ? 1 : 0);
    return !escaped && char === "?" ? NO_SLASH : literalPattern(char);
  }

  #alternatives(): Pattern {
    const options: Pattern[] = [];
    do {
      this.#at++;
      options.push(this.#sequence(",}"));
    } while (this.#source[this.#at] === ",");
    if (this.#source[this.#at] !== "}") fail(this.#whole, 'a "{" is not closed');
    this.#at++;
    return { kind: "choice", options };
  }
}

function setItems(body: string): readonly SetItem[] {
  const codes = Array.from(body, (char) => char.codePointAt(0) ?? 0);
  const items: SetItem[] = [];
  for (let at = 0; at < codes.length; at++) {
    const from = codes[at] ?? 0;
    const to = codes[at + 1] === 0x2d ? codes[at + 2] : undefined;
    if (to !== undefined) at += 2;
    if (to === undefined || from <= to) items.push(rangeItem(from, to ?? from));
  }
  return items;
}

function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const [token] of text.matchAll(/\\?[^]/gu)) {
    if (token === "{") depth++;
    if (token === "}" && depth > 0) depth--;
    if (token === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else {
      part += token;
    }
  }
  return [...parts, part].filter((each) => each.trim() !== "");
}

function optional(of: Pattern): Pattern {
  return { kind: "repeat", of, min: 0, max: 1 };
}

function fail(glob: string, why: string): never {
  throw new UserError("bad_input", `The glob "${glob.slice(0, 100)}" cannot be used: ${why}.`, 'Write it relative to the workspace, as in "src/**/*.ts".');
}
