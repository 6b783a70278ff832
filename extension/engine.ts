import type { ExtensionContext } from "vscode";
import type * as Engine from "../engine/main.ts";

let loading: Promise<typeof Engine> | undefined;

/** The engine's bundle, loaded on first use: starting VS Code must not wait for it. */
export function loadEngine(): Promise<typeof Engine> {
  loading ??= import("../engine/main.ts");
  return loading;
}

/** What the engine gets of its surroundings, as the settings and keys are now. */
export async function engineRuntime(context: ExtensionContext): Promise<Engine.Runtime> {
  const { createRuntime } = await import("./late.ts");
  return createRuntime(context);
}
