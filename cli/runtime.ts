import { homedir } from "node:os";
import type { ConfigurationLayer } from "../engine/configuration/load.ts";
import type { Runtime } from "../engine/main.ts";
import { noEditorModels } from "../engine/models/editor-models.ts";
import { keysFrom } from "../engine/models/keys.ts";
import { findRipgrep } from "../engine/repository/ripgrep.ts";

/** What the terminal gives the engine: keys and the sandbox's places from the environment, flags as the last layer. */
export function terminalRuntime(flags: readonly ConfigurationLayer[]): Runtime {
  const { UNIFIED_DGM_SANDBOX_IMAGE: image, UNIFIED_DGM_DOCKER_HOST: dockerSocket } = process.env;
  const environment: ConfigurationLayer[] = image === undefined ? [] : [{ name: "UNIFIED_DGM_SANDBOX_IMAGE", values: { security: { sandbox_image: image } } }];
  return {
    assets: import.meta.dirname,
    execPath: process.execPath,
    home: homedir(),
    layers: [...environment, ...flags],
    readKey: keysFrom(process.env),
    editorModels: noEditorModels,
    ripgrep: () => findRipgrep(),
    sandbox: dockerSocket === undefined ? {} : { dockerSocket },
  };
}
