import type { Clause } from "./clauses.ts";
import { existsIn, NotUnderstood, parsePath, type Reading, readPlace, type Scope, UNSAID } from "./scope.ts";
import { MARK } from "./wording.ts";

type Language = "javascript" | "typescript" | "tsx";

const VERB = "(?:(?:structural(?:ly)?|search and|find and)[ -])?(?:replace|rewrite|substitute|change|turn)";
const OBJECT = "(?: (?:all|every|each|any))?(?: (?:the )?(?:calls?|occurrences?|uses?|usages?|instances?|matches)(?: of| to)?)?";
const START = new RegExp(`^(?<verb>${VERB})${OBJECT}(?: the pattern)?:? (?<rest>.+)$`, "i");
const QUOTED = new RegExp(`^(?<pattern>${MARK})(?: calls?)? ?(?:with|by|to|into|as|→|->|=>) ?(?<replacement>${MARK})(?: (?<place>.+))?$`, "i");
/** Tried in this order: an arrow function is code, so `=>` separates only where nothing else does. */
const SEPARATORS: readonly RegExp[] = [/ ?→ ?/, / -> /, / with /i, / by /i, / => /];
const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/^in (?:all )?(?:the )?(?:java ?script|\.?js) (?:files|code)$/i, "javascript"],
  [/^in (?:all )?(?:the )?(?:type ?script|\.?ts) (?:files|code)$/i, "typescript"],
  [/^in (?:all )?(?:the )?\.?tsx (?:files|code)$/i, "tsx"],
];

/** "replace `foo($A)` with `bar($A)` in lib"; without quotes where both sides can only be code. */
export function readReplace(text: string, reading: Reading): Clause | undefined {
  const start = START.exec(text)?.groups;
  if (start === undefined) return undefined;
  const { verb = "", rest = "" } = start;
  const found = readQuoted(rest, reading) ?? readBare(rest, reading);
  // "change `foo` to `bar`" may as well mean a rename.
  if (found === undefined || (!/replace|substitute/i.test(verb) && /^[\w$]+$/.test(found.pattern))) throw new NotUnderstood();
  const { pattern, replacement, language, scope } = found;
  return {
    refactoring: { name: "structural_replace", pattern, replacement, ...(language === undefined ? {} : { language }), ...(scope.paths === undefined ? {} : { paths: [...scope.paths] }) },
    scope,
  };
}

interface Replacement {
  readonly pattern: string;
  readonly replacement: string;
  readonly language: Language | undefined;
  readonly scope: Scope;
}

function readQuoted(rest: string, reading: Reading): Replacement | undefined {
  const groups = QUOTED.exec(rest)?.groups;
  const pattern = reading.wording.quoted(groups?.["pattern"] ?? "");
  const replacement = reading.wording.quoted(groups?.["replacement"] ?? "");
  if (pattern === undefined || replacement === undefined) return undefined;
  const place = groups?.["place"];
  const language = languageOf(place);
  return { pattern, replacement, language, scope: language === undefined ? readPlace(place, reading) : UNSAID };
}

function readBare(rest: string, reading: Reading): Replacement | undefined {
  for (const separator of SEPARATORS) {
    const parts = rest.split(separator);
    if (parts.length === 1) continue;
    const [left, right] = parts;
    if (parts.length !== 2 || left === undefined || right === undefined) throw new NotUnderstood("It is not clear where the pattern ends: put the pattern and the replacement in backticks.");
    const placed = /^(.+) (in \S+(?: (?:files|code))?)$/i.exec(right);
    const place = placed?.[2] !== undefined && isPlace(placed[2], reading) ? placed[2] : undefined;
    const pattern = codeOf(left, reading);
    const replacement = codeOf(place === undefined ? right : (placed?.[1] ?? right), reading);
    if (pattern === undefined || replacement === undefined) return undefined;
    const language = languageOf(place);
    return { pattern, replacement, language, scope: language === undefined ? readPlace(place, reading) : UNSAID };
  }
  return undefined;
}

function languageOf(place: string | undefined): Language | undefined {
  return LANGUAGES.find(([pattern]) => pattern.test(place ?? ""))?.[1];
}

function isPlace(words: string, reading: Reading): boolean {
  if (languageOf(words) !== undefined) return true;
  const path = parsePath(words.slice("in ".length), reading);
  return path !== undefined && (reading.files === undefined ? /^[\w./-]+$/.test(path) && !path.startsWith("$") : existsIn(reading.files, path));
}

/** The words where they can only be code: a call, a metavariable, or a member that is no file name. */
function codeOf(words: string, { wording, files }: Reading): string | undefined {
  const text = wording.restore(words.trim());
  const whole = wording.quoted(words.trim());
  if (whole !== undefined) return whole;
  const call = /^(?:new |await |!|typeof )*[\w$.[\]'"]+\(.*\)(?:\.[\w$]+(?:\(.*\))?)*$/s;
  const metavariable = /(?:^|[^\w$])\$(?:\$\$)?[A-Z_][A-Z0-9_]*/;
  const member = /^(?:[A-Za-z_$][\w$]*\.)+[A-Za-z_$][\w$]*$/;
  const fileName = /\.(?:[cm]?[jt]sx?|json|ya?ml|md|css|html?|txt|py|io|com|org|dev)$/i;
  const isCode = call.test(text) || metavariable.test(text) || (member.test(text) && !fileName.test(text) && files?.includes(text) !== true);
  return isCode ? text : undefined;
}
