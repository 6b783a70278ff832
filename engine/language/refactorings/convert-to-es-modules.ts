import { UserError } from "../../errors.ts";
import type { RefactoringContext, RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";

export function convertToEsModules(_context: RefactoringContext, _options: RefactoringOptions<"convert_to_es_modules">): RefactoringResult {
  throw new UserError("unavailable", "This refactoring is not there yet.", "Ask for another.");
}
