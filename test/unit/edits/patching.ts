import assert from "node:assert/strict";
import { applyPatch } from "../../../engine/edits/apply-patch.ts";
import { PatchError } from "../../../engine/edits/patch-error.ts";

/** Lines as a text without a final newline. */
export function text(...lines: readonly string[]): string {
  return lines.join("\n");
}

/** What a section with these lines makes of a file. */
export async function patched(file: string, ...section: readonly string[]): Promise<string> {
  return result(text("*** Begin Patch", "*** Update File: a.txt", ...section, "*** End Patch"), file);
}

/** What a patch of the one file `a.txt` makes of it. */
export async function result(patch: string, file: string): Promise<string> {
  const { edits } = await applyPatch(patch, (path) => Promise.resolve(path === "a.txt" ? file : null));
  const edit = edits[0];
  assert.ok(edits.length === 1 && edit?.kind === "write" && edit.path === "a.txt");
  return edit.text;
}

/** The error with which a patch is refused. */
export async function refusal(patch: string, files: Readonly<Record<string, string>>): Promise<PatchError> {
  try {
    await applyPatch(patch, (path) => Promise.resolve(files[path] ?? null));
  } catch (error) {
    assert.ok(error instanceof PatchError);
    return error;
  }
  return assert.fail("The patch was not refused.");
}
