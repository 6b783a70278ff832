import { UserError } from "../../errors.ts";
import type { RefactoringContext, RefactoringResult } from "../project.ts";
import type { RefactoringOptions } from "../refactoring.ts";

export function renameSymbol(_context: RefactoringContext, _options: RefactoringOptions<"rename_symbol">): RefactoringResult {
  throw new UserError("unavailable", "This refactoring is not there yet.", "Ask for another.");
}
