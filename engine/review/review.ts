import type { FileChange } from "../changes/file-change.ts";
import { describeError, UserError } from "../errors.ts";
import type { EventBody } from "../protocol/event.ts";
import { acceptFile, acceptHunkOf, confrontFile, type Decision, editFile, type FileReview, openFileReview, rebaseFile, rejectFile, rejectHunkOf } from "./file-review.ts";
import type { WorkspaceEditor } from "./workspace-editor.ts";

export interface ReviewResult {
  readonly accepted: readonly FileReview[];
  readonly rejected: readonly FileReview[];
}

/**
 * A change set while its user decides. Decisions on one file run one after another; each is written through the editor, then
 * recorded. Rejections of the promises are UserErrors that changed nothing.
 */
export interface Review {
  readonly files: () => readonly FileReview[];
  readonly file: (path: string) => FileReview | undefined;
  readonly acceptHunk: (path: string, hunk: string) => Promise<void>;
  readonly rejectHunk: (path: string, hunk: string) => Promise<void>;
  readonly acceptFile: (path: string) => Promise<void>;
  readonly rejectFile: (path: string) => Promise<void>;
  /** Every file that is still open; goes on after a failure and rejects with one error that names what failed. */
  readonly acceptAll: () => Promise<void>;
  readonly rejectAll: () => Promise<void>;
  /** The user's own text for a proposal. */
  readonly edit: (path: string, proposed: string) => Promise<void>;
  /** Called with the path after each change of a file; returns the unsubscription. */
  readonly onChange: (listener: (path: string) => void) => () => void;
  /** Resolves once every file is decided. */
  readonly finished: Promise<ReviewResult>;
}

export interface ReviewOptions {
  readonly changes: readonly FileChange[];
  readonly editor: WorkspaceEditor;
  /** Saves texts and appends to the log; the review goes on only after it resolved. */
  readonly record: (standing: StandingEvent, base: string | null, proposed: string | null) => Promise<void>;
}

/** The review's events without the names of the saved texts, which the recorder fills in. */
export type StandingEvent = DistributiveOmit<Extract<EventBody, { readonly pending: number }>, "base" | "proposed">;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

export function openReview({ changes, editor, record }: ReviewOptions): Review {
  const files = new Map(changes.map((change) => [change.path, openFileReview(change)]));
  const tails = new Map<string, Promise<void>>();
  const listeners = new Set<(path: string) => void>();
  const finished = Promise.withResolvers<ReviewResult>();

  const isOpen = (review: FileReview): boolean => review.state === "pending";
  const finishIfDecided = (): void => {
    const all = [...files.values()];
    if (!all.some(isOpen)) finished.resolve({ accepted: all.filter((each) => each.state === "accepted"), rejected: all.filter((each) => each.state === "rejected") });
  };
  finishIfDecided();

  const show = (next: FileReview): void => {
    files.set(next.path, next);
    for (const listener of listeners) listener(next.path);
  };
  const settle = async (next: FileReview, event: StandingEvent): Promise<void> => {
    await record(event, next.base, next.proposed);
    show(next);
    finishIfDecided();
  };

  /** Runs `work` after all earlier work on the same file. */
  const enqueue = (path: string, work: (review: FileReview) => Promise<void>): Promise<void> => {
    const run = (tails.get(path) ?? Promise.resolve()).then(async () => {
      const review = files.get(path);
      if (review === undefined) throw new UserError("bad_input", `No change of "${path}" is under review.`, "Open the review again; the file may have been decided already.");
      if (isOpen(review)) await work(review);
    });
    tails.set(path, run.catch(() => undefined));
    return run;
  };

  /** The review over the file as it is now: users go on typing while a proposal waits. */
  const current = async (review: FileReview): Promise<FileReview> => {
    const now = await editor.read(review.from ?? review.path);
    const rebased = rebaseFile(review, now);
    if (rebased === undefined) {
      const confronted = confrontFile(review, now);
      if (confronted !== undefined) show(confronted);
      const what = now === null ? "was deleted" : "was changed in the same lines";
      const next = confronted === undefined ? "Edit the proposal so that it fits, or reject it." : "The difference now shows your lines as they are against the proposed ones: edit, accept or reject those.";
      throw new UserError("conflict", `${review.from ?? review.path} ${what} while the proposal waited.`, `Nothing was written. ${next}`);
    }
    if (rebased !== review) await settle(rebased, { type: isOpen(rebased) ? "proposal_rebased" : "file_accepted", path: rebased.path, pending: rebased.hunks.length });
    return rebased;
  };

  const accept = (path: string, event: (next: FileReview) => StandingEvent, decide: (review: FileReview) => Decision | undefined): Promise<void> =>
    enqueue(path, async (review) => {
      const fresh = await current(review);
      const decision = isOpen(fresh) ? decide(fresh) : undefined;
      if (decision === undefined) return;
      if (decision.edit !== undefined) await editor.apply(decision.edit);
      await settle(decision.next, event(decision.next));
    });
  const acceptFileAt = (path: string): Promise<void> => accept(path, (next) => ({ type: "file_accepted", path, pending: next.hunks.length }), acceptFile);
  const rejectFileAt = (path: string): Promise<void> =>
    enqueue(path, async (review) => {
      await settle(rejectFile(review), { type: "file_rejected", path, pending: 0 });
    });

  const everyOpenFile = async (work: (path: string) => Promise<void>): Promise<void> => {
    const failures: string[] = [];
    for (const { path } of [...files.values()].filter(isOpen)) {
      await work(path).catch((error: unknown) => failures.push(describeError(error)));
    }
    if (failures.length > 0) throw new UserError("conflict", failures.join("\n"), failures.length === 1 ? "It still waits for you; whatever else there was is decided." : `These ${failures.length} files still wait for you; whatever else there was is decided.`);
  };

  return {
    files: () => [...files.values()],
    file: (path) => files.get(path),
    acceptHunk: (path, hunk) => accept(path, (next) => ({ type: "hunk_accepted", path, hunk, pending: next.hunks.length }), (review) => acceptHunkOf(review, hunk)),
    rejectHunk: (path, hunk) =>
      enqueue(path, async (review) => {
        const next = rejectHunkOf(review, hunk);
        if (next !== undefined) await settle(next, { type: "hunk_rejected", path, hunk, pending: next.hunks.length });
      }),
    acceptFile: acceptFileAt,
    rejectFile: rejectFileAt,
    acceptAll: () => everyOpenFile(acceptFileAt),
    rejectAll: () => everyOpenFile(rejectFileAt),
    edit: (path, proposed) =>
      enqueue(path, async (review) => {
        const next = editFile(review, proposed);
        await settle(next, { type: isOpen(next) ? "proposal_edited" : "file_rejected", path, pending: next.hunks.length });
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    finished: finished.promise,
  };
}
