import type { FileChange } from "../changes/file-change.ts";
import { acceptHunk, confrontProposal, createProposal, editProposal, type FileProposal, rebaseProposal, rejectHunk } from "../changes/file-proposal.ts";
import type { Hunk } from "../changes/hunk.ts";
import type { WorkspaceEdit } from "./workspace-editor.ts";

/** A file change under review: what is still open of it, as data. */
export interface FileReview extends FileChange {
  readonly hunks: readonly Hunk[];
  readonly state: "pending" | "accepted" | "rejected";
  /** Something of it went into the user's file already. */
  readonly touched: boolean;
}

/** The review after a decision, and the write that the decision asks for. */
export interface Decision {
  readonly next: FileReview;
  readonly edit: WorkspaceEdit | undefined;
}

export function openFileReview(change: FileChange): FileReview {
  return { ...change, hunks: createProposal(change.base ?? "", change.proposed ?? "").hunks, state: "pending", touched: false };
}

/** Undefined: the file has no such hunk (any more). A deleted file has one hunk, itself. */
export function acceptHunkOf(review: FileReview, id: string): Decision | undefined {
  if (review.kind === "deleted") return review.hunks.some((hunk) => hunk.id === id) ? acceptFile(review) : undefined;
  const after = acceptHunk(proposalOf(review), id);
  return after && settleAccepted(review, after);
}

export function rejectHunkOf(review: FileReview, id: string): FileReview | undefined {
  if (review.kind === "deleted") return review.hunks.some((hunk) => hunk.id === id) ? rejectFile(review) : undefined;
  const after = rejectHunk(proposalOf(review), id);
  if (after === undefined) return undefined;
  return after.hunks.length === 0 ? rejectFile(review) : { ...review, proposed: after.proposed, hunks: after.hunks };
}

/** Accepts all that is still open. */
export function acceptFile(review: FileReview): Decision {
  if (review.proposed === null) {
    return { next: decided(review, "accepted", null), edit: { kind: "delete", path: review.path, expected: review.base ?? "" } };
  }
  return settleAccepted(review, { base: review.proposed, proposed: review.proposed, hunks: [] });
}

/** Rejects all that is still open; what was accepted before stays. */
export function rejectFile(review: FileReview): FileReview {
  return decided(review, review.touched ? "accepted" : "rejected", review.base);
}

/** The review with another proposed text, written by the user. */
export function editFile(review: FileReview, proposed: string): FileReview {
  const after = editProposal(proposalOf(review), proposed);
  const nothingLeft = after.hunks.length === 0 && review.kind !== "moved" && review.kind !== "created";
  return nothingLeft ? rejectFile(review) : { ...review, kind: review.kind === "deleted" ? "modified" : review.kind, proposed, hunks: after.hunks };
}

/**
 * The review over the file as it is `now`; undefined when it conflicts. A file that vanished, or that appeared where one was to
 * be created, conflicts unless it is what was wished for.
 */
export function rebaseFile(review: FileReview, now: string | null): FileReview | undefined {
  if (now === review.base) return review;
  if (now === review.proposed && review.kind !== "moved") return decided(review, "accepted", now);
  if (now === null || review.base === null || review.proposed === null) return undefined;
  const after = rebaseProposal(proposalOf(review), now);
  if (after === undefined) return undefined;
  if (after.hunks.length === 0 && review.kind !== "moved") return decided(review, "accepted", now);
  return { ...review, base: now, proposed: after.proposed, hunks: after.hunks };
}

/** The review of a conflict: the file as it is `now` against what is proposed. Undefined where one of the two has no text. */
export function confrontFile(review: FileReview, now: string | null): FileReview | undefined {
  if (now === null || review.base === null || review.proposed === null) return undefined;
  const after = confrontProposal(proposalOf(review), now);
  return { ...review, base: now, proposed: after.proposed, hunks: after.hunks };
}

function proposalOf(review: FileReview): FileProposal {
  return { base: review.base ?? "", proposed: review.proposed ?? "", hunks: review.hunks };
}

function settleAccepted(review: FileReview, after: FileProposal): Decision {
  const edit: WorkspaceEdit =
    review.from === undefined
      ? { kind: "write", path: review.path, expected: review.base, text: after.base }
      : { kind: "move", from: review.from, to: review.path, expected: review.base ?? "", text: after.base };
  const open: FileReview = { ...review, from: undefined, kind: "modified", base: after.base, proposed: after.proposed, hunks: after.hunks, touched: true };
  return { next: after.hunks.length === 0 ? decided(open, "accepted", after.base) : open, edit };
}

function decided(review: FileReview, state: "accepted" | "rejected", text: string | null): FileReview {
  return { ...review, state, base: text, proposed: text, hunks: [] };
}
