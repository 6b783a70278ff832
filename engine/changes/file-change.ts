import type { ChangeKind } from "../protocol/words.ts";

/** What a task wants to do to one file. A change set is a list of these with distinct paths. */
export interface FileChange {
  readonly path: string;
  /** Where a moved file comes from. */
  readonly from: string | undefined;
  readonly kind: ChangeKind;
  /** The user's text; null for a created file. */
  readonly base: string | null;
  /** The proposed text; null for a deleted file. */
  readonly proposed: string | null;
}
