import { type TextDocument, workspace } from "vscode";

/** How long VS Code may take to notice that a file changed on the disk, in milliseconds. */
const PATIENCE = 2_000;

/** Whether an unchanged document shows what is on the disk; waits for VS Code to notice. It misses some changes. */
export async function reloaded(document: TextDocument, onDisk: string): Promise<boolean> {
  if (document.getText() === onDisk) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const listener = workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && document.getText() === onDisk) resolve(true);
  });
  const timer = setTimeout(() => { resolve(false); }, PATIENCE);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    listener.dispose();
  }
}
