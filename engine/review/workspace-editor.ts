/** One write to the user's files. `expected` is the text that the change was made for; null: no file is expected there. */
export type WorkspaceEdit =
  | { readonly kind: "write"; readonly path: string; readonly expected: string | null; readonly text: string }
  | { readonly kind: "delete"; readonly path: string; readonly expected: string }
  | { readonly kind: "move"; readonly from: string; readonly to: string; readonly expected: string; readonly text: string };

/**
 * The only way to the user's files, given by the front end (VS Code edits with undo, or the disk). Paths are
 * workspace-relative POSIX; texts have the file's own line endings and no byte order mark, which the editor keeps.
 */
export interface WorkspaceEditor {
  /** The text as the user sees it now, unsaved changes included; null where there is no file. */
  readonly read: (path: string) => Promise<string | null>;
  /**
   * Applies one edit, wholly or not at all. Never saves what the user had not saved.
   * @throws UserError `conflict` when the file is no longer as expected, `not_permitted` or `io` when it cannot be written.
   */
  readonly apply: (edit: WorkspaceEdit) => Promise<void>;
}
