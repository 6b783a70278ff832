import { workspace, type WorkspaceFolder } from "vscode";
import { UserError } from "../../engine/errors.ts";

/** The folder that tasks work in: the first one of the window. undefined where none is open, or none on a disk. */
export function taskFolder(): WorkspaceFolder | undefined {
  return workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file");
}

/** @throws UserError `bad_input` when no folder is open or none lies on a disk. */
export function requireTaskFolder(): WorkspaceFolder {
  const folder = taskFolder();
  if (folder !== undefined) return folder;
  const virtual = workspace.workspaceFolders !== undefined && workspace.workspaceFolders.length > 0;
  throw virtual
    ? new UserError("unavailable", "This workspace is virtual: its files are not on a disk.", "Open a folder on a disk; commands and refactorings need real files.")
    : new UserError("bad_input", "No folder is open.", "Open a folder first (File → Open Folder…).");
}

/** What a person should know of the choice of folder; undefined where there was none. */
export function folderNote(folder: WorkspaceFolder): string | undefined {
  const count = workspace.workspaceFolders?.length ?? 0;
  return count > 1 ? `This window has ${count} folders; Unified DGM works in the first one, ${folder.name}.` : undefined;
}
