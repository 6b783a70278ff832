import type { Refactoring } from "../../language/refactoring.ts";
import { readMove, readRename } from "./naming-clauses.ts";
import { readReplace } from "./replace-clause.ts";
import { NotUnderstood, type Reading, readPlace, readTarget, type Scope, UNSAID } from "./scope.ts";

/** One understood clause. `scope` says whether it named files itself. */
export interface Clause {
  readonly refactoring: Refactoring;
  readonly scope: Scope;
}

type Build = (scope: Scope) => Refactoring;

interface Form {
  readonly pattern: RegExp;
  /** Words that, as an object, mean every file ("JavaScript" for a migration). */
  readonly nouns?: RegExp;
  readonly build: (groups: Readonly<Record<string, string | undefined>>) => Build;
}

const CONVERT = "(?:refactor|re-?write|migrate|convert|port|change|turn|switch|translate|transform|transition|move|upgrade|bring)(?: over)?";
const TARGET = "(?: (?<target>.+?))?";
const PLACE = "(?<place> .+)?";
const form = (source: string): RegExp => new RegExp(`^${source}$`, "i");

const TYPESCRIPT = "(?:type ?script|ts)(?: (?:code|files?|sources?|syntax))?";
const JAVASCRIPT = "(?:(?:vanilla |plain )?(?:java ?script|js)|\\.?js)";
const ES_MODULES = "(?:(?:es|es6|es ?2015|ecma ?script|native|java ?script) ?modules?(?: (?:syntax|format|imports?))?|esm(?: (?:syntax|format|modules?))?|es6 imports?|imports?(?:(?: and | ?/ ?)exports?)?(?: syntax| statements?)?)";
const COMMON_JS = "(?:common ?js(?: modules?| syntax)?|cjs(?: modules?)?|require(?:s|\\(\\)|\\(\\.\\.\\.\\))?(?: calls| statements| syntax)?|module\\.exports)";
const ASYNC = "(?:async(?: ?[-/&] ?| and | )await|async functions?|async)(?: syntax)?";
const PROMISES = "(?:promises?(?: (?:chains?|code|callbacks|syntax))?|(?:\\.)?then(?:\\(\\))?(?:[ -](?:chains?|calls?|callbacks))?|\\.then\\(\\)/\\.catch\\(\\)(?: chains)?)";
const TO = "(?:(?:over )?(?:to|into|in|as|using)(?: use| using)?|(?:so (?:that )?it )?uses?)";
const INSTEAD_OF = "(?: (?:instead of|rather than|over|in place of|not) ";

const migrate: Form["build"] = () => ({ paths }) => ({ name: "migrate_to_typescript", ...listed(paths) });
const esModules: Form["build"] = () => ({ paths }) => ({ name: "convert_to_es_modules", ...listed(paths) });
const async: Form["build"] = () => ({ paths }) => ({ name: "convert_to_async", ...listed(paths) });
const organize: Form["build"] = () => ({ paths }) => ({ name: "organize_imports", ...listed(paths) });

const javaScriptNouns = form(`${JAVASCRIPT}(?: (?:code|files|sources?|source code|modules|code ?base|project))?`);
const commonJsNouns = form(`(?:${COMMON_JS}|${JAVASCRIPT} files)`);
const promiseNouns = form(PROMISES);
const UNUSED_THING = "(?:code|imports?(?: statements)?|variables?|locals?|local variables|functions?|declarations?|identifiers?|symbols?|classes)";

const FORMS: readonly Form[] = [
  { pattern: form(`${CONVERT}${TARGET}(?: from ${JAVASCRIPT})? ${TO} ${TYPESCRIPT}${INSTEAD_OF}${JAVASCRIPT})?${PLACE}`), nouns: javaScriptNouns, build: migrate },
  { pattern: form(`(?:use|adopt|introduce) ${TYPESCRIPT}${INSTEAD_OF}${JAVASCRIPT})?${PLACE}`), build: migrate },
  { pattern: form(`make (?<target>.+?) (?:use )?${TYPESCRIPT}`), nouns: javaScriptNouns, build: migrate },
  { pattern: form(`replace (?:all (?:the )?)?${JAVASCRIPT} (?:with|by) ${TYPESCRIPT}${PLACE}`), build: migrate },
  { pattern: form(`${CONVERT}${TARGET}(?: from ${COMMON_JS})? ${TO} ${ES_MODULES}${INSTEAD_OF}${COMMON_JS})?${PLACE}`), nouns: commonJsNouns, build: esModules },
  { pattern: form(`(?:use|adopt) ${ES_MODULES}${INSTEAD_OF}${COMMON_JS})${PLACE}`), build: esModules },
  { pattern: form(`(?:use|adopt) (?:es ?modules|es6 modules|esm|ecmascript modules)${PLACE}`), build: esModules },
  { pattern: form(`(?:replace|swap) (?:all (?:the )?)?${COMMON_JS} (?:with|by|for) ${ES_MODULES}${PLACE}`), build: esModules },
  { pattern: form(`${CONVERT}${TARGET}(?: from ${PROMISES})? ${TO} ${ASYNC}${INSTEAD_OF}${PROMISES})?${PLACE}`), nouns: promiseNouns, build: async },
  { pattern: form(`use ${ASYNC}${INSTEAD_OF}${PROMISES})?${PLACE}`), build: async },
  { pattern: form(`replace (?:all (?:the )?)?${PROMISES} (?:with|by) ${ASYNC}${PLACE}`), build: async },
  { pattern: form(`(?:(?:re-?)?organi[sz]e|sort|tidy(?: up)?|clean(?: |-)?up|order|optimi[sz]e) (?:all )?(?:the |my |our )?imports?(?: statements?)?${PLACE}`), build: organize },
  {
    pattern: form(`(?:remove|delete|drop|eliminate|clean(?: |-)?up|strip(?: out)?|prune|get rid of) (?:all )?(?:the |any |our |my )?(?:unused|dead) (?<things>${UNUSED_THING}(?:(?:, (?:and )?| and | & |, or | or )(?:(?:all )?unused )?${UNUSED_THING})*)${PLACE}`),
    build: ({ things }) => ({ paths }) => ({ name: "remove_unused", ...listed(paths), ...onlyOf(things ?? "") }),
  },
];

/** Understands one clause as a whole. @throws NotUnderstood when no form fits; with a reason when one nearly did. */
export function readClause(text: string, reading: Reading): Clause {
  let reason = "";
  for (const read of [...FORMS.map((each) => (clause: string) => readForm(each, clause, reading)), (clause: string) => readMove(clause, reading), (clause: string) => readRename(clause, reading), (clause: string) => readReplace(clause, reading)]) {
    try {
      const clause = read(text);
      if (clause !== undefined) return clause;
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      reason ||= error.message;
    }
  }
  throw new NotUnderstood(reason);
}

function readForm({ pattern, nouns, build }: Form, text: string, reading: Reading): Clause | undefined {
  const groups = pattern.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const target = groups["target"] === undefined ? UNSAID : readTarget(groups["target"], reading, nouns);
  const place = readPlace(groups["place"], reading);
  if (target.paths !== undefined && place.said) throw new NotUnderstood();
  const scope = place.said ? place : target;
  return { refactoring: build(groups)(scope), scope };
}

function listed(paths: readonly string[] | undefined): { paths?: string[] } {
  return paths === undefined ? {} : { paths: [...paths] };
}

function onlyOf(things: string): { only?: "imports" | "locals" } {
  const imports = /import/i.test(things);
  const others = things.split(/, (?:and |or )?| and | or | & /i).some((thing) => !/import/i.test(thing));
  if (/\bcode\b|declarations|identifiers|symbols/i.test(things) || (imports && others)) return {};
  return { only: imports ? "imports" : "locals" };
}
