import { workspace } from "vscode";
import type * as Engine from "../engine/main.ts";
import { settingIds } from "./manifest.ts";

let loading: Promise<typeof Engine> | undefined;

/** The engine's bundle, loaded on first use: starting VS Code must not wait for it. */
export function loadEngine(): Promise<typeof Engine> {
  loading ??= import("../engine/main.ts");
  return loading;
}

/** Where the engine's other parts lie (beside this bundle), and the sandbox that the settings ask for. */
export function engineRuntime(): Engine.Runtime {
  const settings = workspace.getConfiguration();
  const mode = settings.get<string>(settingIds.sandbox);
  const image = settings.get<string>(settingIds.sandboxImage);
  return {
    assets: import.meta.dirname,
    execPath: process.execPath,
    sandbox: { mode: mode === "docker" || mode === "bubblewrap" ? mode : "auto", ...(image === undefined || image === "" ? {} : { image }) },
  };
}
