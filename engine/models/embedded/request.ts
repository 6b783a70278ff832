import type { Refactoring } from "../../language/refactoring.ts";
import { type Clause, readClause } from "./clauses.ts";
import { unsupportedAnswer } from "./answer.ts";
import { NotUnderstood, type Reading, readTarget, type Scope } from "./scope.ts";
import { titleOf } from "./title.ts";
import { readWording } from "./wording.ts";

export type Understanding =
  | { readonly kind: "refactoring"; readonly refactorings: Refactoring[]; readonly title: string }
  | { readonly kind: "unsupported"; readonly answer: string };

export interface RequestContext {
  /** The workspace's files; a path in the request must then be one of them or a folder of theirs. */
  readonly files?: readonly string[];
}

/** Longer requests describe more than this engine could do. */
const LONGEST = 2_000;

const COURTESY = /^(?:please|pls|kindly|hey|hi|hello|okay|ok|now|also|first|firstly|next|then|finally|just|(?:can|could|would|will) (?:you|we)|let's|lets|let us|(?:i|we)(?:'d| would) like (?:you )?to|(?:i|we) (?:want|need) (?:you )?to|help me(?: to)?|go ahead and|your task is to|automatically)[,:]?\s+/i;
const THANKS = /(?:[\s,]+(?:please|thanks|thank you|for me|now|automatically|without changing (?:its |the |any )?behaviou?r))+$/i;
const SEPARATOR = /,?\s+and\s+then\s+|,?\s+then\s+|,?\s+and\s+also\s+|,?\s+and\s+|\s*;\s*|,\s+|\.\s+|\s*\n\s*(?:[-*•]\s+|\d+[.)]\s+)?|\s+&\s+/gi;
/** Asked for or not, the project's tests run after a refactoring. */
const VERIFY = /^(?:run|re-?run|execute) (?:all )?(?:the |its |my |our )?(?:unit )?tests?(?: suite)?$|^(?:make sure|ensure|check|verify)(?: that)? (?:all )?(?:the |its |my |our )?tests (?:still )?(?:pass|work|are green)$/i;

/**
 * Understands a request of the documented list (docs/embedded.md), by fixed forms of English. Every word must be accounted for: a request
 * that merely mentions a refactoring is refused, because a wrong action is worse than a refusal.
 */
export function understandRequest(request: string, { files }: RequestContext = {}): Understanding {
  const wording = readWording(request.trim().replaceAll("\r\n", "\n"));
  const reading: Reading = { wording, files };
  const clauses = request.length > LONGEST ? "It is too long." : attempt(() => readRequest(wording.text, reading));
  if (typeof clauses === "string") return { kind: "unsupported", answer: unsupportedAnswer(clauses) };
  const refactorings = clauses.map(({ refactoring }) => refactoring);
  return { kind: "refactoring", refactorings, title: refactorings.map(titleOf).join(", then ") };
}

function readRequest(text: string, reading: Reading): readonly Clause[] {
  const leading = /^(?:only )?in (?<scope>[^,]+), (?<rest>.+)$/is.exec(politely(text))?.groups;
  if (leading !== undefined) {
    const scope = readTarget(leading["scope"] ?? "", reading);
    return share(readClauses(leading["rest"] ?? "", reading), scope);
  }
  const clauses = readClauses(politely(text).replace(/^(?:[-*•]|1[.)])\s+/, ""), reading);
  // "convert to ES modules and organize imports in src" means src for both.
  const last = clauses.findLast(({ scope }) => scope.paths !== undefined);
  return last === undefined ? clauses : share(clauses, last.scope);
}

/** The clauses of a text: as one where that can be understood, else cut at the first place that leaves two texts that can. */
function readClauses(text: string, reading: Reading): readonly Clause[] {
  const clause = politely(text);
  const whole = attempt(() => [readClause(clause.replaceAll(/\s+/g, " "), reading)]);
  if (typeof whole !== "string") return whole;
  let reason = whole;
  for (const { 0: separator, index } of clause.matchAll(SEPARATOR)) {
    const parts = attempt(() => {
      const head = readClause(politely(clause.slice(0, index)).replaceAll(/\s+/g, " "), reading);
      const tail = clause.slice(index + separator.length);
      return VERIFY.test(politely(tail)) ? [head] : [head, ...readClauses(tail, reading)];
    });
    if (typeof parts !== "string") return parts;
    reason ||= parts;
  }
  throw new NotUnderstood(reason);
}

/** What `read` gives, or why it was not understood. */
function attempt(read: () => readonly Clause[]): readonly Clause[] | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message;
    throw error;
  }
}

function politely(text: string): string {
  let clause = text.trim();
  for (let before = ""; before !== clause; ) {
    before = clause;
    clause = clause.replace(COURTESY, "").replace(/[\s.!?,;:]+$/, "").replace(THANKS, "");
  }
  return clause;
}

function share(clauses: readonly Clause[], scope: Scope): readonly Clause[] {
  const { paths } = scope;
  if (paths === undefined) return clauses;
  return clauses.map((clause) => (clause.scope.said ? clause : { refactoring: { ...clause.refactoring, paths: [...paths] }, scope }));
}
