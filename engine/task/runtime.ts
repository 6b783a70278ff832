import type { SandboxOptions } from "../../sandbox/pick.ts";
import type { SandboxMode } from "../../sandbox/sandbox.ts";

/** Where the built parts of the product are, what runs its child processes, and which sandbox commands get. */
export interface Runtime {
  /** The folder of the bundles (`dist`). */
  readonly assets: string;
  /** The Node.js (or Electron) binary for the agent's and the compiler's processes. */
  readonly execPath: string;
  readonly sandbox: SandboxOptions & { readonly mode: SandboxMode };
}
