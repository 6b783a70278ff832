import type { FileChange } from "../changes/file-change.ts";
import type { Overlay } from "../changes/overlay.ts";
import type { ApprovalMode } from "../protocol/words.ts";
import { type FileReview, openFileReview } from "../review/file-review.ts";
import { openReview, type Review, type ReviewResult } from "../review/review.ts";
import type { FrontEnd } from "./front-end.ts";
import type { Session } from "./session.ts";

export interface SettleOptions {
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly approvalMode: ApprovalMode;
  readonly signal: AbortSignal;
}

/**
 * Puts a change set to the user (`suggest`) or applies it (`auto-edit`, `full-auto`), and waits until every file is decided.
 * Returns the changes of which at least a part was accepted. What cannot be applied without asking is put to the user too. @throws the signal's reason when canceled.
 */
export async function settleChanges(changes: readonly FileChange[], options: SettleOptions): Promise<readonly FileChange[]> {
  const { session, frontEnd, approvalMode, signal } = options;
  if (changes.length === 0) return [];
  const review = openReview({
    changes,
    editor: frontEnd.editor,
    record: async (event, base, proposed) => {
      await session.emit({ ...event, base: await session.blobs.put(base), proposed: await session.blobs.put(proposed) });
    },
  });
  if (approvalMode !== "suggest") {
    await review.acceptAll().catch(async (error: unknown) => {
      await session.emit({ type: "warning", text: error instanceof Error ? error.message : String(error) });
    });
  }
  await decided(review, options);
  signal.throwIfAborted();
  const result = await review.finished;
  const names = (reviews: readonly FileReview[]): string[] => reviews.map(({ path }) => path);
  await session.emit({ type: "review_finished", accepted: names(result.accepted), rejected: names(result.rejected) });
  return appliedFiles(changes, result);
}

async function decided(review: Review, { session, frontEnd, signal }: SettleOptions): Promise<void> {
  const open = review.files().filter((file) => file.state === "pending").length;
  if (open === 0) return;
  await session.emit({ type: "review_requested", files: open });
  const ended = new AbortController();
  const stop = Promise.withResolvers<never>();
  const abort = (): void => { stop.reject(new DOMException("The task was canceled.", "AbortError")); };
  signal.addEventListener("abort", abort, { once: true });
  try {
    frontEnd.showReview(review, AbortSignal.any([signal, ended.signal]));
    await Promise.race([review.finished, stop.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    ended.abort();
  }
}

function appliedFiles(changes: readonly FileChange[], { accepted }: ReviewResult): readonly FileChange[] {
  const paths = new Set(accepted.map(({ path }) => path));
  return changes.filter(({ path }) => paths.has(path));
}

/** Tells the log what the overlay proposes now, where that is not what `told` says; returns the new telling. */
export async function announceChanges(overlay: Overlay, told: ReadonlyMap<string, string>, session: Session): Promise<ReadonlyMap<string, string>> {
  const now = new Map<string, string>();
  for (const change of overlay.changes()) {
    const base = await session.blobs.put(change.base);
    const proposed = await session.blobs.put(change.proposed);
    const key = JSON.stringify([base, proposed, change.from]);
    now.set(change.path, key);
    if (told.get(change.path) === key) continue;
    const { hunks } = openFileReview(change);
    await session.emit({
      type: "file_proposed",
      path: change.path,
      ...(change.from === undefined ? {} : { from: change.from }),
      kind: change.kind,
      base,
      proposed,
      pending: hunks.length,
      added: hunks.reduce((sum, hunk) => sum + hunk.added.length, 0),
      removed: hunks.reduce((sum, hunk) => sum + hunk.removed.length, 0),
    });
  }
  for (const path of told.keys()) if (!now.has(path)) await session.emit({ type: "proposal_withdrawn", path });
  return now;
}
