import { pickSandbox } from "../../sandbox/pick.ts";
import type { SandboxMode, SandboxResult, SandboxRun } from "../../sandbox/sandbox.ts";
import { loadConfiguration, type LoadedConfiguration } from "../configuration/load.ts";
import { UserError } from "../errors.ts";
import { commandPolicy } from "./command-policy.ts";
import type { Runtime } from "./runtime.ts";

export interface SandboxedCommand {
  /** Absolute path of the workspace: the command's working directory, and the only folder that it may change. */
  readonly root: string;
  readonly command: string;
  /** What the configuration says, where it is not given. */
  readonly mode?: SandboxMode;
  readonly network?: boolean;
  /** Default: 30 s, as for a task's commands. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  readonly onOutput: SandboxRun["onOutput"];
}

/** How a command ended, and what was wrong with the configuration meanwhile. */
export type SandboxedResult = SandboxResult & Pick<LoadedConfiguration, "problems">;

/** Runs one command as a task's commands run, and says how it ended. @throws UserError `unavailable` where no sandbox can run it; then it was not run */
export async function runInSandbox({ root, command, mode, network, timeoutMs, signal, onOutput }: SandboxedCommand, { home, layers, assets, sandbox: options }: Runtime): Promise<SandboxedResult> {
  const { configuration, problems } = await loadConfiguration({ home, root, trusted: true, layers });
  const { sandbox_mode: configured, sandbox_image: image, network_enabled: mayUseNetwork } = configuration.security;
  const sandbox = await pickSandbox(mode ?? configured, { ...options, ...(image === undefined ? {} : { image }) }).catch(unavailable);
  try {
    const policy = await commandPolicy(root, assets, sandbox.name, network ?? mayUseNetwork);
    const result = await sandbox.run({ command, policy: { ...policy, ...(timeoutMs === undefined ? {} : { timeoutMs }) }, signal, onOutput }).catch(unavailable);
    return { ...result, problems };
  } finally {
    await sandbox.dispose();
  }
}

function unavailable(error: unknown): never {
  const { message, remedy } = { message: error instanceof Error ? error.message : String(error), remedy: error instanceof Error && "remedy" in error ? String(error.remedy) : "The command was not run, or was ended." };
  throw new UserError("unavailable", message, remedy, { cause: error });
}
