import { homedir } from "node:os";
import { env, type ExtensionContext, workspace } from "vscode";
import type { ConfigurationLayer } from "../../engine/configuration/load.ts";
import type { Runtime } from "../../engine/main.ts";
import { keysFrom } from "../../engine/models/keys.ts";
import { findRipgrep } from "../../engine/repository/ripgrep.ts";
import { parseModelName } from "../../engine/models/model-name.ts";
import { roleSchema } from "../../engine/protocol/words.ts";
import { roleSettings, settingIds } from "../manifest.ts";
import { createEditorModels } from "./editor-models.ts";

/** VS Code's surroundings for the engine: its other parts (beside this bundle), the settings, the keys, the editor's models. */
export function createRuntime({ secrets, globalState }: ExtensionContext): Runtime {
  const environment = keysFrom(process.env);
  return {
    assets: import.meta.dirname,
    execPath: process.execPath,
    home: homedir(),
    layers: [settingsLayer()],
    readKey: async (name) => (await secrets.get(name)) ?? environment(name),
    editorModels: createEditorModels(globalState),
    ripgrep: () => findRipgrep(env.appRoot),
    sandbox: {},
  };
}

/** VS Code's settings in the form of the configuration files; what is not set there is left to them. */
function settingsLayer(): ConfigurationLayer {
  const settings = workspace.getConfiguration();
  const text = (id: string): string | undefined => {
    const value = settings.get<string>(id)?.trim();
    return value === "" ? undefined : value;
  };
  const models = roleSchema.options.flatMap((role) => {
    const value = text(roleSettings[role]);
    // What is no model name goes on as it is: the configuration's check says what is wrong with it.
    return value === undefined ? [] : [[role, parseModelName(value) ?? value] as const];
  });
  const mode = text(settingIds.sandbox);
  const image = text(settingIds.sandboxImage);
  const maxCost = settings.get<number | null>(settingIds.maxCost) ?? undefined;
  return {
    name: "VS Code settings",
    values: {
      ...(models.length === 0 ? {} : { models: Object.fromEntries(models) }),
      security: { ...(mode === undefined || mode === "auto" ? {} : { sandbox_mode: mode }), ...(image === undefined ? {} : { sandbox_image: image }) },
      ...(maxCost === undefined ? {} : { max_cost: maxCost }),
    },
  };
}
