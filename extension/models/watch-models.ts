import type { ExtensionContext } from "vscode";
import { workspace } from "vscode";
import type { HostState } from "../../engine/protocol/panel.ts";
import { engineRuntime, loadEngine } from "../engine.ts";
import { taskFolder } from "../workspace/folder.ts";

export interface WatchedModels {
  /** Who would hold each role of the next task; empty until it is known. */
  readonly roles: () => HostState["roles"];
  /** Finds out anew. Loads the engine, so not at start-up. */
  readonly refresh: () => void;
}

/** Keeps what the panel shows of the models true. */
export function watchModels(context: ExtensionContext, changed: () => void, report: (error: unknown) => void): WatchedModels {
  let roles: HostState["roles"] = [];
  const find = async (): Promise<void> => {
    const { listModels } = await loadEngine();
    const { models } = await listModels({ root: taskFolder()?.uri.fsPath, trusted: workspace.isTrusted }, await engineRuntime(context));
    roles = models.map(({ role, provider, model }) => ({ role, provider, model }));
    changed();
  };
  return { roles: () => roles, refresh: () => void find().catch(report) };
}
