import { type TextDocument, workspace } from "vscode";
import { schemes } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import type { OpenReview } from "./open-review.ts";

/** Carries what a person types into a proposal (or reverts with VS Code's own gutter buttons) over to the review. */
export interface ProposalEdits extends Owned {
  /** Brings the review up to date with the file's document, and saves that document (it is ours, not the user's). */
  readonly flush: (path: string) => Promise<void>;
}

/** How long typing must pause, in milliseconds. */
const PAUSE = 400;

export function watchProposalEdits(current: () => OpenReview | undefined, report: (error: unknown) => void): ProposalEdits {
  const timers = new Map<string, NodeJS.Timeout>();
  const stopTimer = (key: string): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  const carry = async (document: TextDocument): Promise<void> => {
    stopTimer(document.uri.toString());
    const open = current();
    const path = open?.pathOf(document.uri);
    const file = path === undefined ? undefined : open?.review.file(path);
    if (open === undefined || file?.state !== "pending" || file.proposed === document.getText()) return;
    await open.review.edit(file.path, document.getText());
  };
  const listener = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document.uri.scheme !== schemes.proposed || !document.isDirty || contentChanges.length === 0) return;
    const key = document.uri.toString();
    stopTimer(key);
    timers.set(key, setTimeout(() => { carry(document).catch(report); }, PAUSE));
  });
  return {
    flush: async (path) => {
      const uri = current()?.files.get(path)?.proposed.toString();
      const document = workspace.textDocuments.find((each) => each.isDirty && each.uri.toString() === uri);
      if (document === undefined) return;
      await carry(document);
      await document.save();
    },
    dispose: () => {
      listener.dispose();
      for (const key of timers.keys()) stopTimer(key);
    },
  };
}
