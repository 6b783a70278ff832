import { Uri } from "vscode";
import type { FileReview } from "../../engine/review/file-review.ts";
import { schemes } from "../manifest.ts";

/** The two documents of one file's diff. They keep their names while the file's review goes on. */
export interface ReviewUris {
  readonly base: Uri;
  readonly proposed: Uri;
}

/** The left document of a moved file has the old name, so that its language is the old one too; another file may take that name over. */
export function reviewUris({ path, from }: Pick<FileReview, "path" | "from">): ReviewUris {
  const base = from === undefined ? Uri.from({ scheme: schemes.base, path: `/${path}` }) : Uri.from({ scheme: schemes.base, path: `/${from}`, query: path });
  return { base, proposed: Uri.from({ scheme: schemes.proposed, path: `/${path}` }) };
}

/** Whether a document belongs to a review. */
export function isReviewUri(uri: Uri): boolean {
  return uri.scheme === schemes.base || uri.scheme === schemes.proposed;
}
