import type { SandboxOptions } from "../../sandbox/pick.ts";
import type { ConfigurationLayer } from "../configuration/load.ts";
import type { EditorModels } from "../models/editor-models.ts";
import type { ReadKey } from "../models/keys.ts";

/** What a front end gives the engine of its surroundings, for all its tasks. */
export interface Runtime {
  /** The folder of the product's built parts (`dist`). */
  readonly assets: string;
  /** The Node.js (or Electron) binary for the agent's and the compiler's processes. */
  readonly execPath: string;
  /** The user's home folder, where their configuration and AGENTS.md lie. */
  readonly home: string;
  /** What settings and flags say over the configuration files; a later one wins. */
  readonly layers: readonly ConfigurationLayer[];
  readonly readKey: ReadKey;
  readonly editorModels: EditorModels;
  /** Path of ripgrep; undefined where there is none. */
  readonly ripgrep: () => Promise<string | undefined>;
  /** Where Docker and bubblewrap are, if not in the usual places. */
  readonly sandbox: Pick<SandboxOptions, "dockerSocket" | "bubblewrap">;
}
