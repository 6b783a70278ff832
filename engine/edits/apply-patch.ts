import type { FileEdit } from "../language/file-edit.ts";
import { applyHunks } from "./apply-hunks.ts";
import { parsePatch } from "./parse-patch.ts";
import type { FileOperation } from "./patch.ts";
import { type EditFailure, PatchError } from "./patch-error.ts";
import { patchPath } from "./patch-path.ts";

/** The text of a file, null where there is none. For `existence` any text will do for a file that is there. */
export type ReadText = (path: string, purpose?: "existence") => Promise<string | null>;

/** What a patch does, ready for the overlay, and the lines that tell of it: `A path`, `M path`, `D path`. */
export interface AppliedPatch {
  readonly edits: readonly FileEdit[];
  readonly summary: string;
}

/**
 * Applies a patch in the `*** Begin Patch` form, or a unified diff, to texts that `read` gives (null where there is no file).
 * Nothing is written. Sections are applied in order, each to what those before it made.
 * @throws PatchError with all that does not fit; then no edit is to be made
 */
export async function applyPatch(patch: string, read: ReadText): Promise<AppliedPatch> {
  const operations = parsePatch(patch);
  const texts = new Map<string, string | null>();
  const current: ReadText = async (path, purpose) => {
    const known = texts.get(path);
    return known === undefined ? read(path, purpose) : known;
  };
  const edits: FileEdit[] = [];
  const failures: EditFailure[] = [];
  for (const operation of operations) {
    try {
      const edit = await editOf(operation, current);
      if (edit.kind === "move") texts.set(edit.from, null).set(edit.to, edit.text);
      else texts.set(edit.path, edit.kind === "write" ? edit.text : null);
      edits.push(edit);
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      failures.push(...error.failures);
    }
  }
  if (failures.length > 0) throw new PatchError(failures);
  return { edits, summary: summaryOf(operations.map(({ kind }, index) => [kind, edits[index]])) };
}

/** What one section does to its file. @throws PatchError */
export async function editOf(operation: FileOperation, read: ReadText, endWithNewline = false): Promise<FileEdit> {
  const path = await existing(operation, read);
  if (operation.kind === "add") return { kind: "write", path, text: operation.text };
  const text = await read(path, operation.kind === "delete" ? "existence" : undefined);
  if (text === null) throw new PatchError([{ path, reason: "file", text: `The file ${path} (line ${operation.patchLine} of the patch) is not there, so it cannot be ${operation.kind}d. ${operation.kind === "update" ? "A new file is made by *** Add File:." : ""}`.trimEnd() }]);
  if (operation.kind === "delete") return { kind: "delete", path };
  const changed = applyHunks(text, operation.hunks, path, endWithNewline);
  const to = operation.moveTo === undefined ? path : patchPath(operation.moveTo);
  return to === path ? { kind: "write", path, text: changed } : { kind: "move", from: path, to, text: changed };
}

/** The path of a section; without git's `a/` or `b/` where only that is a file. */
async function existing({ kind, path: written }: FileOperation, read: ReadText): Promise<string> {
  const path = patchPath(written);
  if (kind === "add" || !/^[ab]\//.test(path) || (await read(path, "existence")) !== null) return path;
  const bare = path.slice(2);
  return (await read(bare, "existence")) === null ? path : bare;
}

/** The lines of the published tool's answer: added, modified, deleted, each in the patch's order. */
export function summaryOf(done: readonly (readonly [FileOperation["kind"], FileEdit | undefined])[]): string {
  const lines = (wanted: FileOperation["kind"], letter: string): readonly string[] =>
    done.flatMap(([kind, edit]) => (kind === wanted && edit !== undefined ? [`${letter} ${edit.kind === "move" ? edit.to : edit.path}`] : []));
  return [...lines("add", "A"), ...lines("update", "M"), ...lines("delete", "D")].join("\n");
}
