import { parseArgs } from "node:util";
import { UserError } from "../engine/errors.ts";
import { plainText } from "./plain-text.ts";
import { projectFolder } from "./project-folder.ts";

export const undoUsage = `unified-dgm undo [TASK] [--cwd DIR]

Puts the files back as they were before a task (the newest that changed some, or the one named). What you changed since
stays; a file in which you changed the same lines is left alone and named. What commands wrote stays too.

  --cwd DIR   the project's folder (default: this one)

Example: unified-dgm undo
Exit codes: 0 undone, 1 some files were left alone, 2 wrong usage or nothing to undo.`;

/** `unified-dgm undo`; the result is the exit code. @throws UserError `bad_input` */
export async function undoInTerminal(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(undoUsage);
    return 0;
  }
  const root = await projectFolder(values.cwd);
  const { createDiskEditor, newestUndoable, undoTask } = await import("../engine/main.ts");
  const task = positionals[0] ?? (await newestUndoable(root));
  if (task === undefined) throw new UserError("bad_input", "No task of this folder changed a file.", "There is nothing to undo.");
  const { restored, kept } = await undoTask(task, { root, editor: createDiskEditor(root), onEvent: () => undefined });
  console.log(`Undid task ${task}: ${restored.length} ${restored.length === 1 ? "file is" : "files are"} as before.`);
  for (const path of restored) console.log(plainText(`  ${path}`));
  if (kept.length === 0) return 0;
  console.log("Left alone, because you changed the same lines since:");
  for (const path of kept) console.log(plainText(`  ${path}`));
  return 1;
}

function parse(args: readonly string[]): { readonly values: { readonly help: boolean; readonly cwd?: string | undefined }; readonly positionals: readonly string[] } {
  const wrong = (message: string): UserError => new UserError("bad_input", message.replace(/\.?$/, "."), "See unified-dgm undo --help.");
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: { help: { type: "boolean", default: false }, cwd: { type: "string" } } });
    if (parsed.positionals.length > 1) throw wrong("There is one task to undo");
    return parsed;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}
