import { TextEditorSelectionChangeKind, window } from "vscode";
import type { Owned } from "../owned.ts";
import { isReviewUri } from "./review-uris.ts";

/** Whether a person works in an editor: a review must not take the focus from them then. */
export interface Attention extends Owned {
  /** Begins to watch anew: a task was just started, by hand. */
  readonly reset: () => void;
  readonly elsewhere: () => boolean;
}

export function watchAttention(): Attention {
  let elsewhere = false;
  const byHand: ReadonlySet<TextEditorSelectionChangeKind | undefined> = new Set([TextEditorSelectionChangeKind.Keyboard, TextEditorSelectionChangeKind.Mouse]);
  const listener = window.onDidChangeTextEditorSelection(({ kind, textEditor }) => {
    if (byHand.has(kind) && !isReviewUri(textEditor.document.uri)) elsewhere = true;
  });
  return {
    reset: () => { elsewhere = false; },
    elsewhere: () => elsewhere,
    dispose: () => { listener.dispose(); },
  };
}
