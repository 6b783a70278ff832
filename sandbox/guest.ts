import { SandboxUnavailableError } from "./errors.ts";

/** A long-lived child that may compute and talk over its pipes, and nothing else. */
export interface Guest {
  /** Absolute path of the Node binary. */
  readonly node: string;
  /** The only folder that the guest can read; its working directory. Absolute. */
  readonly folder: string;
  /** Arguments of the Node binary: its options, the script (absolute path inside `folder`), the script's arguments. */
  readonly args: readonly string[];
  /** All variables that the guest sees; default none. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** For `child_process.spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], env: {} })`. SIGKILL to it ends the guest and all it started. */
export interface GuestCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Wraps a guest in bubblewrap: no network, no file but its folder, the Node binary and its shared libraries, an empty environment, its own
 * process namespace, and an end together with its parent. The caller asks `probeBackends` first whether bubblewrap works here.
 * @throws SandboxUnavailableError where bubblewrap is not installed
 */
export function guestArgv(_guest: Guest): Promise<GuestCommand> {
  return Promise.reject(new SandboxUnavailableError("Not built yet.", ""));
}
