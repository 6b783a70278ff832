import { window } from "vscode";
import type { Hunk } from "../../engine/changes/hunk.ts";
import type { SeenHunk } from "../../engine/changes/hunk-now.ts";
import { schemes } from "../manifest.ts";
import { inOrder, type OpenReview } from "./open-review.ts";

/** A hunk of a file under review, as it was when it was looked at. */
export interface HunkPlace extends SeenHunk {
  readonly path: string;
}

export interface CursorPlace {
  readonly path: string;
  readonly line: number;
  readonly side: "base" | "proposed";
}

/** Where the cursor stands in a document under review. */
export function cursorPlace(open: OpenReview): CursorPlace | undefined {
  const editor = window.activeTextEditor;
  const path = editor === undefined ? undefined : open.pathOf(editor.document.uri);
  if (editor === undefined || path === undefined) return undefined;
  return { path, line: editor.selection.active.line, side: editor.document.uri.scheme === schemes.base ? "base" : "proposed" };
}

/** The pending hunk under the cursor; a pure removal or insertion is also met from the line before it. */
export function hunkAtCursor(open: OpenReview): HunkPlace | undefined {
  const place = cursorPlace(open);
  const file = place === undefined ? undefined : open.review.file(place.path);
  const hunk = place === undefined ? undefined : file?.hunks.find((each) => covers(each, place));
  return file === undefined || hunk === undefined ? undefined : { path: file.path, base: file.base, hunk };
}

function covers(hunk: Hunk, { line, side }: CursorPlace): boolean {
  const start = side === "base" ? hunk.baseStart : hunk.proposedStart;
  const length = side === "base" ? hunk.removed.length : hunk.added.length;
  return length === 0 ? line === start || line === start - 1 : line >= start && line < start + length;
}

/** The next (or previous) pending hunk from the cursor on, through all files, around the end. */
export function neighborHunk(open: OpenReview, direction: 1 | -1): { readonly path: string; readonly line: number } | undefined {
  const files = inOrder(open.review);
  const all = files.flatMap((file) => file.hunks.map((hunk) => ({ path: file.path, line: hunk.proposedStart })));
  const place = cursorPlace(open);
  if (place === undefined) return direction === 1 ? all[0] : all.at(-1);
  const order = files.map(({ path }) => path);
  const here = order.indexOf(place.path);
  const position = (each: { readonly path: string; readonly line: number }): number => {
    const there = order.indexOf(each.path);
    return there === here ? each.line - place.line : (there - here) * Number.MAX_SAFE_INTEGER / order.length;
  };
  return direction === 1 ? (all.find((each) => position(each) > 0) ?? all[0]) : (all.findLast((each) => position(each) < 0) ?? all.at(-1));
}
