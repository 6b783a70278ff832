import { Disposable, window, workspace, type WorkspaceFolder } from "vscode";
import { UserError } from "../../engine/errors.ts";
import type { Owned } from "../owned.ts";

/** Of several folders, the one that a person chose, and the one whose editor they were in last. */
let chosen: WorkspaceFolder | undefined;
let visited: WorkspaceFolder | undefined;

/** The window's folders on a disk; a task works in one of them. */
export function taskFolders(): readonly WorkspaceFolder[] {
  return (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
}

/**
 * The folder that the next task works in: the only one, else the one that was chosen, else that of the editor that was active last.
 * undefined where no folder on a disk is open, or a person has to say which.
 */
export function taskFolder(): WorkspaceFolder | undefined {
  const folders = taskFolders();
  if (folders.length < 2) return folders[0];
  const stillOpen = (wanted: WorkspaceFolder | undefined): WorkspaceFolder | undefined => folders.find(({ uri }) => uri.toString() === wanted?.uri.toString());
  return stillOpen(chosen) ?? stillOpen(visited);
}

/** The open folder with this path; where none has it (it was moved), the folder of the next task. */
export function taskFolderAt(root: string): WorkspaceFolder | undefined {
  return taskFolders().find(({ uri }) => uri.fsPath === root) ?? taskFolder();
}

/** The folder of the next task; asks where it is open which of several. undefined: no answer. @throws UserError as `requireOpenFolder` */
export async function requireTaskFolder(): Promise<WorkspaceFolder | undefined> {
  requireOpenFolder();
  return taskFolder() ?? chooseTaskFolder();
}

/** @throws UserError `bad_input` when no folder is open, `unavailable` when none lies on a disk */
export function requireOpenFolder(): void {
  if (taskFolders().length > 0) return;
  const virtual = workspace.workspaceFolders !== undefined && workspace.workspaceFolders.length > 0;
  throw virtual
    ? new UserError("unavailable", "This workspace is virtual: its files are not on a disk.", "Open a folder on a disk; commands and refactorings need real files.")
    : new UserError("bad_input", "No folder is open.", "Open a folder first (File → Open Folder…).");
}

/** Asks which of the window's folders tasks work in from now on. undefined: no answer. */
export async function chooseTaskFolder(): Promise<WorkspaceFolder | undefined> {
  const items = taskFolders().map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
  const picked = await window.showQuickPick(items, { title: "Unified DGM: which folder should be worked on?", placeHolder: "A task works in one folder", ignoreFocusOut: true });
  if (picked !== undefined) chosen = picked.folder;
  return picked?.folder;
}

/** Follows the active editor. `changed` is called when the next task would work in another folder. */
export function watchTaskFolder(changed: () => void): Owned {
  const visit = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const folder = uri === undefined ? undefined : workspace.getWorkspaceFolder(uri);
    if (folder === undefined) return;
    const before = taskFolder();
    visited = folder;
    if (taskFolder() !== before) changed();
  };
  visit();
  return Disposable.from(window.onDidChangeActiveTextEditor(visit), workspace.onDidChangeWorkspaceFolders(changed));
}
