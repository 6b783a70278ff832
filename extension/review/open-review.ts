import type { Uri } from "vscode";
import type { FileReview } from "../../engine/review/file-review.ts";
import type { Review } from "../../engine/review/review.ts";
import { type ReviewUris, reviewUris } from "./review-uris.ts";

/** A review while VS Code shows it. */
export interface OpenReview {
  readonly review: Review;
  readonly files: ReadonlyMap<string, ReviewUris>;
  /** The file that a document of ours belongs to. */
  readonly pathOf: (uri: Uri) => string | undefined;
}

/** @param review of which every file is still as it was proposed: a moved file is known by its old name too */
export function showable(review: Review): OpenReview {
  const files = new Map(review.files().map((file) => [file.path, reviewUris(file)]));
  const paths = new Map([...files].flatMap(([path, { base, proposed }]) => [[base.toString(), path] as const, [proposed.toString(), path] as const]));
  return { review, files, pathOf: (uri) => paths.get(uri.toString()) };
}

/** The files in the order in which they are gone through: changes of existing code first, then what is new, then what goes. */
export function inOrder(review: Review): readonly FileReview[] {
  const rank = { moved: 0, modified: 0, created: 1, deleted: 2 };
  return review.files().toSorted((a, b) => rank[a.kind] - rank[b.kind]);
}

export function pendingOf(review: Review): readonly FileReview[] {
  return inOrder(review).filter((file) => file.state === "pending");
}
