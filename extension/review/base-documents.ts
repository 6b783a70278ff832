import { EventEmitter, type TextDocumentContentProvider, type Uri, workspace } from "vscode";
import { schemes } from "../manifest.ts";
import type { Owned } from "../owned.ts";
import type { OpenReview } from "./open-review.ts";

/** The left sides: the user's text of each file, read-only. */
export interface BaseDocuments extends Owned {
  readonly changed: (uri: Uri) => void;
}

export function registerBaseDocuments(current: () => OpenReview | undefined): BaseDocuments {
  const changes = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => {
      const open = current();
      const path = open?.pathOf(uri);
      return (path === undefined ? undefined : open?.review.file(path)?.base) ?? "";
    },
  };
  const registration = workspace.registerTextDocumentContentProvider(schemes.base, provider);
  return {
    changed: (uri) => { changes.fire(uri); },
    dispose: () => {
      registration.dispose();
      changes.dispose();
    },
  };
}
