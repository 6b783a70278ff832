import { readFile, rm, stat } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { resolveInside } from "../repository/paths.ts";
import { decodeFile, encodeFile } from "../repository/text-file.ts";
import { writeAtomically } from "../repository/write-atomically.ts";
import type { WorkspaceEdit, WorkspaceEditor } from "./workspace-editor.ts";

interface FileText {
  readonly text: string;
  readonly bom: boolean;
}

/** The workspace's files on the disk, for a front end without an editor. */
export function createDiskEditor(root: string): WorkspaceEditor {
  return {
    read: async (path) => (await readText(root, path))?.text ?? null,
    apply: (edit) => applyEdit(root, edit),
  };
}

async function applyEdit(root: string, edit: WorkspaceEdit): Promise<void> {
  const source = edit.kind === "move" ? edit.from : edit.path;
  const target = edit.kind === "move" ? edit.to : edit.path;
  const now = await readText(root, source);
  if ((now?.text ?? null) !== edit.expected) throw new UserError("conflict", `${source} was changed while the proposal waited.`, "Nothing was written; look at it again.");
  const from = await resolveInside(root, source);
  const to = await resolveInside(root, target);
  if (now !== undefined) await requireWritable(from, source);
  if (edit.kind === "move" && (await exists(to))) throw new UserError("conflict", `${target} is there already.`, "Nothing was written; move it away or reject the change.");
  try {
    if (edit.kind !== "delete") await writeAtomically(to, encodeFile(edit.text, now?.bom ?? false));
    if (edit.kind !== "write") await removeOrUndo(from, edit.kind === "move" ? to : undefined);
  } catch (error) {
    throw new UserError("io", `${target} cannot be written: ${error instanceof Error ? error.message : String(error)}.`, "Free some space or make the folder writable. The file is as it was.", { cause: error });
  }
}

/** Removes the old file; where that fails, takes back the copy that a move has made. */
async function removeOrUndo(path: string, copy: string | undefined): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    if (copy !== undefined) await rm(copy, { force: true });
    throw error;
  }
}

async function readText(root: string, path: string): Promise<FileText | undefined> {
  const file = await resolveInside(root, path);
  if (!(await exists(file))) return undefined;
  const decoded = decodeFile(await readFile(file));
  if (decoded.kind === "text") return decoded;
  const why = decoded.kind === "binary" ? "is not a UTF-8 text file" : `is too large (${decoded.bytes} bytes)`;
  throw new UserError("bad_input", `${path} ${why}.`, "It is left alone.");
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** By the file's mode, because root may write anything and would not be told. */
async function requireWritable(path: string, name: string): Promise<void> {
  if (((await stat(path)).mode & 0o222) === 0) throw new UserError("not_permitted", `${name} is read-only.`, `Make it writable (chmod u+w ${name}) or reject the change. The file is as it was.`);
}
