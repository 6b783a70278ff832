import type ts from "typescript";
import type { Project, RefactoringContext, RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";
import { count, forEachFile, formatOf, openProject, selectFiles, syntaxError } from "./sources.ts";

/** The compiler's suggestion "This may be converted to an async function." */
const MAY_BE_ASYNC = 80006;
/** Functions nested in each other need a round each. */
const MOST_ROUNDS = 200;

/** Turns functions that return promise chains into async functions with `await`. Chains that are not returned stay. */
export function convertToAsync(context: RefactoringContext, { paths }: RefactoringOptions<"convert_to_async">): RefactoringResult {
  const project = openProject(context);
  const { files, notes } = selectFiles(project, context.source, paths);
  let functions = 0;
  forEachFile(context, files, "Converting to async functions", (path) => {
    functions += convertFile(project, path, notes);
  });
  const edits = project.edits();
  const summary = functions === 0 ? "No function that returns a promise chain was found." : `Converted ${count(functions, "function")} in ${count(edits.length, "file")} to async.`;
  return { edits, summary, notes };
}

function convertFile(project: Project, path: string, notes: string[]): number {
  const fileName = project.fileName(path);
  const refused = new Set<string>();
  let functions = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = project.text(path) ?? "";
    // The last one first: what is nested is converted before what contains it.
    const suggestion = suggestions(project, fileName).findLast((found) => !refused.has(keyOf(found, before)));
    if (suggestion === undefined) break;
    const [fix] = project.service.getCodeFixesAtPosition(fileName, suggestion.start, suggestion.start + suggestion.length, [MAY_BE_ASYNC], formatOf(before), {});
    const converted = fix !== undefined && project.apply(fix.changes.filter((change) => change.fileName === fileName));
    if (converted && syntaxError(project, path) === undefined) {
      functions++;
      continue;
    }
    project.write(path, before);
    refused.add(keyOf(suggestion, before));
    notes.push(`${path}: the function in line ${before.slice(0, suggestion.start).split("\n").length} could not be converted.`);
  }
  return functions;
}

function suggestions(project: Project, fileName: string): readonly ts.DiagnosticWithLocation[] {
  return project.service.getSuggestionDiagnostics(fileName).filter(({ code }) => code === MAY_BE_ASYNC);
}

/** Stays the same while functions after it change. */
function keyOf({ start, length }: ts.DiagnosticWithLocation, text: string): string {
  return `${start}:${text.slice(start, start + length)}`;
}
