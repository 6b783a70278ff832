import { Range, TextEdit } from "vscode";
import type { Hunk } from "../../engine/changes/hunk.ts";

/** Hunks as VS Code edits of the base text: only lines that differ are touched, so that cursors and folds elsewhere stay. */
export function textEdits(hunks: readonly Hunk[]): TextEdit[] {
  return hunks.map(({ baseStart, removed, added }) => TextEdit.replace(new Range(baseStart, 0, baseStart + removed.length, 0), added.join("")));
}
