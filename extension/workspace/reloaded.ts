import { type TextDocument, workspace } from "vscode";
import { UserError } from "../../engine/errors.ts";

/** How long VS Code may take to notice that a file changed on the disk, in milliseconds. */
const PATIENCE = 5_000;

/** Resolves when an unchanged document shows what is on the disk. @throws UserError `conflict` when it does not get there. */
export async function reloaded(document: TextDocument, path: string, onDisk: string): Promise<void> {
  if (document.getText() === onDisk) return;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const listener = workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && document.getText() === onDisk) resolve(undefined);
  });
  const timer = setTimeout(() => { reject(new UserError("conflict", `The editor of ${path} does not show what is on the disk.`, "Nothing was written; reload the file in the editor, then accept again.")); }, PATIENCE);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    listener.dispose();
  }
}
