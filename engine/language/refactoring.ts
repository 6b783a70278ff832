import * as z from "zod/mini";

/** A workspace-relative POSIX path. */
const path = z.string().check(z.minLength(1), z.refine((value) => !value.startsWith("/") && !value.split(/[\\/]/).includes(".."), "must be a path inside the workspace"));
/** Files or folders to look at; absent: the whole workspace. */
const paths = z.exactOptional(z.array(path));
const text = z.string().check(z.minLength(1));

/** A change of the workspace that the language service can make, with its arguments. */
export const refactoringSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("migrate_to_typescript"), paths }),
  /** `from` is a name, `Class.member`, or `path#name`; `path` narrows the search to declarations in one file or folder. */
  z.object({ name: z.literal("rename_symbol"), from: text, to: text, path: z.exactOptional(path) }),
  z.object({ name: z.literal("move_file"), from: path, to: path }),
  z.object({ name: z.literal("convert_to_es_modules"), paths }),
  z.object({ name: z.literal("convert_to_async"), paths }),
  z.object({ name: z.literal("organize_imports"), paths }),
  /** `only` narrows what is removed (default: both). */
  z.object({ name: z.literal("remove_unused"), paths, only: z.exactOptional(z.enum(["imports", "locals"])) }),
  /** `$A` stands for one node, `$$$A` for any number; `language` narrows the files (default: all three, each file by its extension). */
  z.object({ name: z.literal("structural_replace"), pattern: text, replacement: z.string(), language: z.exactOptional(z.enum(["javascript", "typescript", "tsx"])), paths }),
]);
export type Refactoring = z.infer<typeof refactoringSchema>;
export type RefactoringName = Refactoring["name"];
/** The arguments of one kind of refactoring. */
export type RefactoringOptions<Name extends RefactoringName> = Omit<Extract<Refactoring, { name: Name }>, "name">;
