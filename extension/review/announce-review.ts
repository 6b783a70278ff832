import { window } from "vscode";
import type { Attention } from "./attention.ts";
import { pendingOf } from "./open-review.ts";
import type { ReviewWindow } from "./review-window.ts";

const REVIEW = "Review Changes";

/** Opens a new review, or only offers it where a person is at work in an editor: the focus is theirs. */
export async function announceReview(review: ReviewWindow, attention: Attention): Promise<void> {
  const open = review.current();
  if (open === undefined) return;
  if (!attention.elsewhere()) return review.reveal();
  const files = pendingOf(open.review).length;
  const chosen = await window.showInformationMessage(`Unified DGM proposes changes to ${files} ${files === 1 ? "file" : "files"}.`, REVIEW);
  if (chosen === REVIEW) await review.reveal();
}
