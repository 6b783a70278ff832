import { UserError } from "../../errors.ts";
import { createProject, type RefactoringContext, type RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { type Language, matcher } from "../structural/matcher.ts";
import { rewrite } from "../structural/rewrite.ts";
import { literalWords, parseTemplate } from "../structural/template.ts";
import { count, forEachFile, inScope, isGenerated } from "./sources.ts";

const LANGUAGES: readonly Language[] = ["javascript", "typescript", "tsx"];

/** Replaces code by its structure: `$A` in the pattern stands for any one node, `$$$A` for any number of them. */
export async function structuralReplace(context: RefactoringContext, options: RefactoringOptions<"structural_replace">): Promise<RefactoringResult> {
  const pattern = options.pattern.trim();
  const astGrep = await matcher();
  const template = parseTemplate(pattern, options.replacement.trim());
  const languages = await parsableLanguages(pattern, options.language);
  const words = literalWords(pattern);
  const files = inScope(context.source, options.paths).filter((path) => languages.includes(languageOf(path)));
  const project = createProject(context.source, { roots: files });
  const notes: string[] = [];
  let matches = 0;
  forEachFile(context, files, "Replacing", (path) => {
    const text = project.text(path);
    if (text === undefined || !words.every((word) => text.includes(word)) || isGenerated(text)) return;
    const result = rewrite(astGrep, languageOf(path), text, pattern, template);
    if (result.kind === "rewritten") {
      project.write(path, result.text);
      matches += result.matches;
    } else if (result.kind === "broken") {
      notes.push(`${path} was left alone (${count(result.matches, "match").replace(/matchs$/, "matches")}): ${result.when === "before" ? "it has a syntax error" : "it would not parse after the replacement"}.`);
    }
  });
  const edits = project.edits();
  const summary = edits.length === 0 ? `Nothing to replace: no code matches ${pattern}.` : `Replaced ${matches} ${matches === 1 ? "match" : "matches"} of ${pattern} in ${count(edits.length, "file")}.`;
  return { edits, summary: edits.length === 0 && notes.length > 0 ? "Nothing was replaced." : summary, notes };
}

/** The languages in which the pattern is one piece of code. @throws UserError where there is none. */
async function parsableLanguages(pattern: string, wanted: Language | undefined): Promise<readonly Language[]> {
  const astGrep = await matcher();
  let reason = "";
  const languages = (wanted === undefined ? LANGUAGES : [wanted]).filter((language) => {
    try {
      if (/"kind":"(?:ERROR|MISSING)"/.test(JSON.stringify(astGrep.dumpPattern(language, pattern)))) return false;
      astGrep.parse(language, "").root().find(pattern);
      return true;
    } catch (error) {
      reason = String(error);
      return false;
    }
  });
  if (languages.length > 0) return languages;
  const why = /Multiple AST nodes/.test(reason) ? "is more than one expression, statement or declaration" : "is no complete expression, statement or declaration";
  throw new UserError("bad_input", `The pattern ${pattern} ${why}${wanted === undefined ? "" : ` of ${wanted}`}.`, "A pattern is code, with $A for one node and $$$ARGS for any number: console.log($$$ARGS).");
}

function languageOf(path: string): Language {
  if (path.endsWith(".tsx")) return "tsx";
  return /\.[cm]?ts$/.test(path) ? "typescript" : "javascript";
}
