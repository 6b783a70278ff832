import type { BackendReport, Sandbox, SandboxMode } from "./sandbox.ts";
import { SandboxUnavailableError } from "./errors.ts";

export interface SandboxOptions {
  /** Docker image in which commands run; it must have `sh`. */
  readonly image?: string;
  /** Unix socket of the docker engine; default: DOCKER_HOST, else /var/run/docker.sock. */
  readonly dockerSocket?: string;
}

/** Says for each backend whether it can run commands here, and what to do if not. */
export function probeBackends(_options: SandboxOptions = {}): Promise<BackendReport[]> {
  return Promise.reject(new SandboxUnavailableError("Not built yet.", ""));
}

/**
 * The sandbox for `mode`: exactly the one named, or for `auto` docker, else bubblewrap. Never an unsandboxed one.
 * @throws SandboxUnavailableError
 */
export function pickSandbox(_mode: SandboxMode, _options: SandboxOptions = {}): Promise<Sandbox> {
  return Promise.reject(new SandboxUnavailableError("Not built yet.", ""));
}
