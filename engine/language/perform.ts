import { migrateToTypeScript } from "./migration/migrate.ts";
import type { RefactoringContext, RefactoringResult } from "./project.ts";
import type { Refactoring, RefactoringName, RefactoringOptions } from "./refactoring.ts";
import { convertToAsync } from "./refactorings/convert-to-async.ts";
import { convertToEsModules } from "./refactorings/convert-to-es-modules.ts";
import { moveFile } from "./refactorings/move-file.ts";
import { organizeImports } from "./refactorings/organize-imports.ts";
import { removeUnused } from "./refactorings/remove-unused.ts";
import { renameSymbol } from "./refactorings/rename-symbol.ts";
import { structuralReplace } from "./refactorings/structural-replace.ts";

type Perform<Name extends RefactoringName> = (context: RefactoringContext, options: RefactoringOptions<Name>) => RefactoringResult | Promise<RefactoringResult>;

const performers: { readonly [Name in RefactoringName]: Perform<Name> } = {
  migrate_to_typescript: migrateToTypeScript,
  rename_symbol: renameSymbol,
  move_file: moveFile,
  convert_to_es_modules: convertToEsModules,
  convert_to_async: convertToAsync,
  organize_imports: organizeImports,
  remove_unused: removeUnused,
  structural_replace: structuralReplace,
};

/** Computes a refactoring's edits; nothing is written. @throws UserError `bad_input` or `conflict` when it cannot be done as asked. */
export async function performRefactoring(context: RefactoringContext, refactoring: Refactoring): Promise<RefactoringResult> {
  return perform(context, refactoring);
}

type Named<Name extends RefactoringName> = { [Each in Name]: { readonly name: Each } & RefactoringOptions<Each> }[Name];

function perform<Name extends RefactoringName>(context: RefactoringContext, refactoring: Named<Name>): RefactoringResult | Promise<RefactoringResult> {
  const performer: Perform<Name> = performers[refactoring.name];
  return performer(context, refactoring);
}
