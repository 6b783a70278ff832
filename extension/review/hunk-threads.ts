import { type CommentController, type CommentThread, CommentThreadCollapsibleState, comments, Range, window } from "vscode";
import type { FileReview } from "../../engine/review/file-review.ts";
import { hunkThreads } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import type { ReviewUris } from "./review-uris.ts";
import type { HunkPlace } from "./hunk-at-cursor.ts";
import { type Bar, barsOf, type SeenLines } from "./bars.ts";

/** What a pressed button is about: the hunk as the bar shows it. None: the whole file. */
export interface BarPlace {
  readonly path: string;
  readonly shown: HunkPlace | undefined;
}

/** A bar under each pending hunk, with its buttons (menu `comments/commentThread/title`). */
export interface HunkThreads extends Owned {
  /** Makes the file's bars those of its pending hunks in and around what is seen of it, moving the ones that stay. */
  readonly update: (file: FileReview, uris: ReviewUris) => void;
  /** Brings back bars that a person closed (VS Code deletes a thread without comments then). */
  readonly restore: (file: FileReview, uris: ReviewUris) => void;
  /** The place of the bar whose button was pressed: VS Code hands the thread back. */
  readonly placeOf: (thread: unknown) => BarPlace | undefined;
}

export function createHunkThreads(): HunkThreads {
  const controller: CommentController = comments.createCommentController(hunkThreads.controller, "Unified DGM");
  const files = new Map<string, Map<string, CommentThread>>();
  const places = new WeakMap<object, BarPlace>();

  const create = (bar: Bar, uris: ReviewUris): CommentThread => {
    // Without comments: a thread with a text would make VS Code open its Comments panel.
    const thread = controller.createCommentThread(uris.proposed, new Range(bar.line, 0, bar.line, 0), []);
    // The number stays when others leave: to number them all anew after each decision would take hundreds of messages to VS Code.
    thread.label = bar.label;
    thread.canReply = false;
    thread.contextValue = bar.hunk === undefined ? hunkThreads.fileContext : hunkThreads.hunkContext;
    thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
    return thread;
  };
  const update: HunkThreads["update"] = (file, uris) => {
    const known = files.get(file.path) ?? new Map<string, CommentThread>();
    files.set(file.path, known);
    const hunks = new Map(file.hunks.map((hunk) => [hunk.id, hunk]));
    const bars = new Map(barsOf(file, seenLines(uris), new Set(known.keys())).map((bar) => [bar.hunk ?? "", bar]));
    for (const [id, thread] of known) {
      if (bars.has(id)) continue;
      thread.dispose();
      known.delete(id);
    }
    for (const [id, bar] of bars) {
      const thread = known.get(id) ?? create(bar, uris);
      known.set(id, thread);
      const hunk = hunks.get(id);
      places.set(thread, { path: file.path, shown: hunk && { path: file.path, base: file.base, hunk } });
      if (thread.range?.start.line !== bar.line) thread.range = new Range(bar.line, 0, bar.line, 0);
    }
  };

  return {
    update,
    restore: (file, uris) => {
      for (const thread of files.get(file.path)?.values() ?? []) thread.dispose();
      files.delete(file.path);
      update(file, uris);
    },
    placeOf: (thread) => (typeof thread === "object" && thread !== null ? places.get(thread) : undefined),
    dispose: () => { controller.dispose(); },
  };
}

function seenLines({ proposed }: ReviewUris): readonly SeenLines[] {
  const showing = window.visibleTextEditors.filter(({ document }) => document.uri.toString() === proposed.toString());
  // Several ranges where unchanged lines are folded away.
  return showing.filter(({ visibleRanges }) => visibleRanges.length > 0).map(({ visibleRanges }) => ({
    first: Math.min(...visibleRanges.map(({ start }) => start.line)),
    last: Math.max(...visibleRanges.map(({ end }) => end.line)),
  }));
}
