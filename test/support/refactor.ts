import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { performRefactoring } from "../../engine/language/perform.ts";
import type { FileSource, RefactoringResult } from "../../engine/language/project.ts";
import type { Refactoring } from "../../engine/language/refactoring.ts";

export type Files = Readonly<Record<string, string>>;

/** A workspace that is only in memory. */
export function sourceOf(files: Files): FileSource {
  return { list: () => Object.keys(files).filter((path) => !path.startsWith("node_modules/")).sort(), read: (path) => files[path] };
}

/** What a refactoring makes of files in memory: all of them as they are then, and the result itself. */
export async function refactorFiles(files: Files, refactoring: Refactoring): Promise<RefactoringResult & { readonly files: Files }> {
  const result = await performRefactoring({ source: sourceOf(files), progress: () => undefined }, refactoring);
  return { ...result, files: withEdits(files, result) };
}

export function withEdits(files: Files, { edits }: RefactoringResult): Files {
  const after = new Map(Object.entries(files));
  for (const edit of edits) {
    if (edit.kind === "move") after.delete(edit.from);
    if (edit.kind === "delete") after.delete(edit.path);
    else after.set(edit.kind === "move" ? edit.to : edit.path, edit.text);
  }
  return Object.fromEntries(after);
}

/** Writes files into a folder, in place of those that are gone. */
export async function writeFiles(folder: string, before: Files, after: Files): Promise<void> {
  for (const path of Object.keys(before)) if (!(path in after)) await rm(join(folder, path));
  for (const [path, text] of Object.entries(after)) {
    if (before[path] === text) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
