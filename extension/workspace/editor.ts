import { setTimeout as wait } from "node:timers/promises";
import { EndOfLine, Uri, window, workspace, WorkspaceEdit as CodeEdit, type TextDocument } from "vscode";
import { UserError } from "../../engine/errors.ts";
import { resolveInside } from "../../engine/repository/paths.ts";
import { encodeFile } from "../../engine/repository/text-file.ts";
import { writeAtomically } from "../../engine/repository/write-atomically.ts";
import type { WorkspaceEdit, WorkspaceEditor } from "../../engine/review/workspace-editor.ts";
import { loadEngine } from "../engine.ts";
import { type DiskText, type Place as DiskPlace, readDisk, requireWritable } from "./disk.ts";
import { fitsEnding } from "./line-endings.ts";
import { reloaded } from "./reloaded.ts";
import { textEdits } from "./text-edits.ts";

interface Place extends DiskPlace {
  readonly uri: Uri;
}

/** The user's files as VS Code edits, so that undo works. Unsaved text is read, kept, and never saved. */
export function createWorkspaceEditor(folder: Uri): WorkspaceEditor {
  const locate = async (path: string): Promise<Place> => {
    await resolveInside(folder.fsPath, path);
    return { path, uri: Uri.joinPath(folder, ...path.split("/")) };
  };
  const requireExpected = async (place: Place, expected: string | null): Promise<void> => {
    const now = await readPlace(place);
    if (now === expected) return;
    const what = expected === null ? "exists already" : now === null ? "is gone" : "changed in the meantime";
    throw new UserError("conflict", `${place.path} ${what}.`, "Nothing was written; decide again, looking at the file as it is now.");
  };

  return {
    read: async (path) => readPlace(await locate(path)),
    apply: async (edit) => {
      const source = await locate(edit.kind === "move" ? edit.from : edit.path);
      await requireExpected(source, edit.expected);
      await requireWritable(source, edit.kind === "delete" ? 0 : Buffer.byteLength(edit.text));
      switch (edit.kind) {
        case "delete":
          return deleteFile(source);
        case "write":
          return edit.expected === null ? createFile(source, edit.text) : writeFile(source, edit.text);
        case "move":
          return moveFile(source, await locate(edit.to), edit, requireExpected);
      }
    },
  };
}

async function readPlace(place: Place): Promise<string | null> {
  return dirtyDocument(place)?.getText() ?? (await readDisk(place))?.text ?? null;
}

function dirtyDocument({ uri }: Place): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString());
}

async function perform({ path }: Place, build: (edit: CodeEdit) => void): Promise<void> {
  const edit = new CodeEdit();
  build(edit);
  if (!(await workspace.applyEdit(edit))) throw new UserError("io", `VS Code did not apply the change of ${path}.`, "The file is as it was; try again.");
}

function createFile(place: Place, text: string): Promise<void> {
  return perform(place, (edit) => { edit.createFile(place.uri, { contents: encodeFile(text, false), overwrite: false }); });
}

/** Whether an editor holds text that is not on the disk. One that is marked as changed may hold none: a save that failed leaves it so. */
function holdsUnsaved(place: Place, onDisk: DiskText | undefined): boolean {
  const document = dirtyDocument(place);
  return document !== undefined && document.getText() !== onDisk?.text;
}

async function deleteFile(place: Place): Promise<void> {
  if (holdsUnsaved(place, await readDisk(place))) {
    throw new UserError("not_permitted", `${place.path} has unsaved changes, which deleting it would lose.`, "Save or revert it, then accept again.");
  }
  await perform(place, (edit) => { edit.deleteFile(place.uri); });
}

/** VS Code moves open editors along, their unsaved text included. */
async function moveFile(from: Place, to: Place, edit: Extract<WorkspaceEdit, { kind: "move" }>, requireExpected: (place: Place, expected: string | null) => Promise<void>): Promise<void> {
  await requireExpected(to, null);
  await requireWritable(to, 0);
  await perform(to, (change) => { change.renameFile(from.uri, to.uri, { overwrite: false }); });
  if (edit.text === edit.expected) return;
  await writeFile(to, edit.text).catch(async (error: unknown) => {
    // All or nothing: the move goes back as well.
    await perform(from, (change) => { change.renameFile(to.uri, from.uri, { overwrite: false }); });
    throw error;
  });
}

/** Milliseconds in which VS Code takes in that another program wrote a file whose new text it shows already: on a busy machine the longer ones. */
const SETTLING: readonly number[] = [500, 1000, 2000];

/** Writes a new text over an existing file: through its document, saved only where nothing of the user's would be saved with it. */
async function writeFile(place: Place, text: string, [pause, ...pauses] = SETTLING): Promise<void> {
  const onDisk = await readDisk(place);
  const document = await workspace.openTextDocument(place.uri);
  const unsaved = holdsUnsaved(place, onDisk);
  if (!unsaved && onDisk !== undefined) {
    const ending = document.eol === EndOfLine.CRLF ? "\r\n" : "\n";
    if (!fitsEnding(onDisk.text, ending) || !fitsEnding(text, ending)) return writeDirectly(place, text, onDisk.bom, "has line endings that VS Code's editor cannot hold together");
    if (!(await reloaded(document, onDisk.text))) return writeDirectly(place, text, onDisk.bom, "changed on the disk without VS Code noticing");
  }
  const before = document.getText();
  await change(place, before, text);
  // VS Code closes a document that no editor shows when it is three minutes old; the one with the edit may be another.
  const edited = await workspace.openTextDocument(place.uri);
  if (unsaved || (await edited.save()) || (await savedBesides(place, text))) return;
  await change(place, edited.getText(), before);
  if (pause !== undefined && onDisk !== undefined && (await readDisk(place).catch(() => undefined))?.text === onDisk.text) {
    await wait(pause);
    return writeFile(place, text, pauses);
  }
  throw new UserError("io", `VS Code could not save ${place.path}.`, "The file on the disk is as it was; see VS Code's message, then accept again.");
}

/** Whether a save of VS Code's own (it may save after a delay) got in the way of ours, and did the same. */
async function savedBesides(place: Place, text: string): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    const onDisk = await readDisk(place).catch(() => undefined); // what cannot be read was not saved
    if (onDisk?.text === text) return true;
    await wait(100);
  }
  return false;
}

async function change(place: Place, before: string, after: string): Promise<void> {
  const { diffHunks } = await loadEngine();
  await perform(place, (edit) => { edit.set(place.uri, textEdits(diffHunks(before, after))); });
}

async function writeDirectly({ path, uri }: Place, text: string, bom: boolean, why: string): Promise<void> {
  await writeAtomically(uri.fsPath, encodeFile(text, bom)).catch((error: unknown) => {
    throw new UserError("io", `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`, "The file is as it was.", { cause: error });
  });
  void window.showInformationMessage(`${path} ${why}, so it was written directly. Undo is not available for it.`);
}
