import type { FromPage } from "../engine/protocol/from-page.ts";
import type { StoredState } from "./state/stored-state.ts";

/** The way to the extension, and the store that outlives a hidden panel. */
export interface Host {
  post(message: FromPage): void;
  /** What `store` was last given, by this page or the one before it; to be parsed. */
  stored(): unknown;
  store(state: StoredState): void;
}

/** Takes hold of VS Code's side; can be called once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => { api.postMessage(message); },
    stored: () => api.getState(),
    store: (state) => { api.setState(state); },
  };
}
