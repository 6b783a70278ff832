import { commands, type TextEditor, Uri, window, workspace } from "vscode";
import { describeError } from "../../engine/errors.ts";
import type { Review } from "../../engine/review/review.ts";
import { contextKeys, schemes } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import { registerBaseDocuments } from "./base-documents.ts";
import { closeReviewTabs, isReviewAllTab, isReviewTab, openAllDiffs, openFileDiff, type ShownFile, tabShows } from "./diff-tabs.ts";
import { createHunkThreads, type HunkThreads } from "./hunk-threads.ts";
import { type OpenReview, pendingOf, showable } from "./open-review.ts";
import { watchProposalEdits } from "./proposal-edits.ts";
import { registerProposedFiles } from "./proposed-files.ts";

/** Shows change sets as native diffs, one review at a time. */
export interface ReviewWindow extends Owned {
  readonly current: () => OpenReview | undefined;
  /** Takes a review until it is decided or the signal ends it. Opens no editor. */
  readonly show: (review: Review, signal: AbortSignal, folder: Uri) => void;
  /** Opens the diff of one file (undefined: of all files that wait). */
  readonly reveal: (path?: string) => Promise<void>;
  /** Takes decided files out of the editor that shows all, where that is the active one. */
  readonly tidy: () => Promise<void>;
  readonly revealLine: (path: string, line: number) => Promise<void>;
  /** Brings edits of a proposal's document (of all without a path) into the review before it is decided. */
  readonly flush: (path?: string) => Promise<void>;
  readonly placeOf: HunkThreads["placeOf"];
}

export function createReviewWindow(): ReviewWindow {
  let open: (OpenReview & { readonly folder: Uri }) | undefined;
  let threads: HunkThreads | undefined;
  /** Files in the editor that shows all. */
  let shown = 0;
  const current = (): OpenReview | undefined => open;
  const report = (error: unknown): void => void window.showErrorMessage(describeError(error));
  const bases = registerBaseDocuments(current);
  const proposals = registerProposedFiles(current);
  const edits = watchProposalEdits(current, report);

  const waiting = (): readonly ShownFile[] => {
    if (open === undefined) return [];
    const { review, files, folder } = open;
    return pendingOf(review).flatMap((file) => {
      const uris = files.get(file.path);
      return uris === undefined ? [] : [{ file, uris, real: Uri.joinPath(folder, file.path) }];
    });
  };
  const update = (path: string): void => {
    const file = open?.review.file(path);
    const uris = open?.files.get(path);
    if (file === undefined || uris === undefined) return;
    bases.changed(uris.base);
    const document = workspace.textDocuments.find((each) => each.uri.toString() === uris.proposed.toString());
    // A document that already says so must not be told that its file changed: VS Code would see a conflict.
    if (document === undefined || document.getText() !== (file.proposed ?? "") || file.state !== "pending") proposals.changed(uris.proposed);
    threads?.update(file, uris);
    if (file.state !== "pending") void closeReviewTabs((tab) => tabShows(tab, uris.proposed)).then(undefined, report);
  };
  const end = (): void => {
    threads?.dispose();
    threads = undefined;
    open = undefined;
    void commands.executeCommand("setContext", contextKeys.reviewing, false);
    void closeReviewTabs().then(undefined, report);
  };
  const flush = async (path?: string): Promise<void> => {
    for (const each of path === undefined ? (open?.files.keys() ?? []) : [path]) await edits.flush(each);
  };
  const markActiveTab = (): void => {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    void commands.executeCommand("setContext", contextKeys.reviewEditor, tab !== undefined && isReviewTab(tab));
    void commands.executeCommand("setContext", contextKeys.reviewAllEditor, tab !== undefined && isReviewAllTab(tab));
  };
  /** Bars are made where they are seen: all of a large review at once would take VS Code seconds. */
  const followView = ({ document }: TextEditor): void => {
    const path = document.uri.scheme === schemes.proposed ? open?.pathOf(document.uri) : undefined;
    const file = path === undefined ? undefined : open?.review.file(path);
    const uris = path === undefined ? undefined : open?.files.get(path);
    if (file !== undefined && uris !== undefined) threads?.update(file, uris);
  };
  const viewListeners = [window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => { followView(textEditor); }), window.onDidChangeVisibleTextEditors((editors) => { editors.forEach(followView); })];
  const tabListeners = [window.tabGroups.onDidChangeTabs(markActiveTab), window.tabGroups.onDidChangeTabGroups(markActiveTab)];

  return {
    current,
    show: (review, signal, folder) => {
      open = { ...showable(review), folder };
      threads = createHunkThreads();
      for (const path of open.files.keys()) update(path);
      const unsubscribe = review.onChange(update);
      void commands.executeCommand("setContext", contextKeys.reviewing, true);
      signal.addEventListener("abort", () => {
        unsubscribe();
        end();
      }, { once: true });
    },
    reveal: async (path) => {
      const [first, ...others] = waiting().filter(({ file }) => path === undefined || file.path === path);
      if (first === undefined) return;
      for (const { file, uris } of [first, ...others]) threads?.restore(file, uris);
      shown = others.length + 1;
      await (others.length === 0 ? openFileDiff(first.file, first.uris, { preserveFocus: false }) : openAllDiffs([first, ...others]));
    },
    tidy: async () => {
      const tab = window.tabGroups.activeTabGroup.activeTab;
      const files = waiting();
      if (tab === undefined || !isReviewAllTab(tab) || files.length === 0 || files.length === shown) return;
      shown = files.length;
      await openAllDiffs(files);
    },
    revealLine: async (path, line) => {
      const file = open?.review.file(path);
      const uris = open?.files.get(path);
      if (file !== undefined && uris !== undefined) await openFileDiff(file, uris, { preserveFocus: false, line });
    },
    flush,
    placeOf: (thread) => threads?.placeOf(thread),
    dispose: () => {
      for (const each of [bases, proposals, edits, ...tabListeners, ...viewListeners]) each.dispose();
      threads?.dispose();
    },
  };
}
