import { commands, Range, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from "vscode";
import type { FileReview } from "../../engine/review/file-review.ts";
import { isReviewUri, type ReviewUris } from "./review-uris.ts";

/** Title of the editor that shows all changes; its tab is known by it. */
export const REVIEW_TITLE = "DGM: Proposed Changes";

/** Opens one file's diff; without taking the focus where asked. */
export async function openFileDiff(file: FileReview, { base, proposed }: ReviewUris, options: { readonly preserveFocus: boolean; readonly line?: number }): Promise<void> {
  const { preserveFocus, line } = options;
  const selection = line === undefined ? {} : { selection: new Range(line, 0, line, 0) };
  await commands.executeCommand("vscode.diff", base, proposed, `${titleOf(file)} (DGM proposal)`, { preview: false, preserveFocus, ...selection });
}

export interface ShownFile {
  readonly file: FileReview;
  readonly uris: ReviewUris;
  /** Where the file is, or will be, in the workspace. */
  readonly real: Uri;
}

/** Opens these files' diffs in one editor, in place of the one that showed others. VS Code gives it the focus. */
export async function openAllDiffs(files: readonly ShownFile[]): Promise<void> {
  const outdated = new Set(window.tabGroups.all.flatMap((group) => group.tabs).filter(isReviewAllTab));
  const resources = files.map(({ file, uris, real }) => [real, file.kind === "created" ? undefined : uris.base, uris.proposed]);
  await commands.executeCommand("vscode.changes", REVIEW_TITLE, resources);
  await closeReviewTabs((tab) => outdated.has(tab));
}

/** The editor that shows all changes: VS Code names no stable input type for it, and adds the number of files to the title. */
export function isReviewAllTab(tab: Tab): boolean {
  return tab.label.startsWith(REVIEW_TITLE) && !(tab.input instanceof TabInputText) && !(tab.input instanceof TabInputTextDiff);
}

/** Whether a tab shows documents of a review. */
export function isReviewTab(tab: Tab): boolean {
  if (tab.input instanceof TabInputTextDiff) return isReviewUri(tab.input.modified);
  return tab.input instanceof TabInputText ? isReviewUri(tab.input.uri) : isReviewAllTab(tab);
}

/** Closes our tabs that `wanted` names, and no other; the focus stays where it is. */
export async function closeReviewTabs(wanted: (tab: Tab) => boolean = () => true): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isReviewTab(tab) && wanted(tab));
  if (tabs.length > 0) await window.tabGroups.close(tabs, true);
}

/** Whether a tab is the diff of the file with this proposal. */
export function tabShows(tab: Tab, proposed: Uri): boolean {
  return tab.input instanceof TabInputTextDiff && tab.input.modified.toString() === proposed.toString();
}

function titleOf({ path, from }: FileReview): string {
  return from === undefined ? path : `${from} → ${path}`;
}
