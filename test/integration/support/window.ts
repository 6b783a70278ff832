import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import type { CommandId } from "../../../extension/manifest.ts";

/** The folder that the window has open. */
export function folder(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, "the window has a folder open");
  return first.uri;
}

export function fileUri(path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), ...path.split("/"));
}

/** Runs one of our commands; the line that told the user of its failure, where it failed. */
export async function run(command: CommandId, ...args: readonly unknown[]): Promise<string | undefined> {
  return vscode.commands.executeCommand<string | undefined>(command, ...args);
}

/** Resolves with the first value that is not undefined or false. Rejects, naming what was awaited, after some seconds. */
export async function eventually<Value>(what: string, look: () => Value | undefined | Promise<Value | undefined>, seconds = 15): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    await wait(25);
  }
  throw new assert.AssertionError({ message: `not within ${seconds} s: ${what}` });
}

/** Throws away what editors hold and closes them. */
export async function closeEditors(): Promise<void> {
  // VS Code's own settings are changed for a moment while it writes them.
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty && !each.uri.path.endsWith("/User/settings.json"))) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** In a browser VS Code saves by itself after a second; these tests watch who saves. */
export async function saveNothingByItself(): Promise<void> {
  await vscode.workspace.getConfiguration("files").update("autoSave", "off", vscode.ConfigurationTarget.Global);
}
