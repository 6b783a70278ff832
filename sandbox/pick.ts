import { bubblewrapSandbox } from "./bubblewrap.ts";
import { findBubblewrap } from "./bubblewrap-tool.ts";
import { defaultImage, findDocker } from "./docker-engine.ts";
import { dockerSandbox } from "./docker.ts";
import { SandboxUnavailableError } from "./errors.ts";
import type { BackendReport, Sandbox, SandboxBackendName, SandboxMode } from "./sandbox.ts";

export interface SandboxOptions {
  /** Docker image in which commands run; it must have `/bin/sh`. Default, also for an empty name: `defaultImage`. */
  readonly image?: string;
  /** Unix socket of the Docker engine, as a path or a unix:// address; default: DOCKER_HOST, else the usual places. */
  readonly dockerSocket?: string;
  /** Absolute path of `bwrap`; default: the one on the PATH. */
  readonly bubblewrap?: string;
}

type Candidate = { readonly sandbox: Sandbox; readonly detail: string } | { readonly reason: string; readonly remedy: string };

const candidates = { docker: tryDocker, bubblewrap: tryBubblewrap };
/** Docker first: it also limits memory and processes together, and brings the user's own image. */
const order = ["docker", "bubblewrap"] as const;

/** Says for each backend whether commands can run in it here, and if not, why and what mends it. */
export function probeBackends(options: SandboxOptions = {}): Promise<BackendReport[]> {
  return Promise.all(order.map((name) => probeBackend(name, options)));
}

/** The same for one backend alone: whether a guest can be confined depends on bubblewrap only, and Docker's client is slow to load. */
export async function probeBackend(name: SandboxBackendName, options: SandboxOptions = {}): Promise<BackendReport> {
  const candidate = await candidates[name](options);
  if (!("sandbox" in candidate)) return { name, available: false, reason: candidate.reason, remedy: candidate.remedy };
  await candidate.sandbox.dispose();
  return { name, available: true, detail: candidate.detail };
}

/**
 * The sandbox for `mode`: exactly the one named; for `auto` Docker where its engine and image are there, else bubblewrap. Never none at all.
 * @throws SandboxUnavailableError with the reason for each backend tried and what mends it
 */
export async function pickSandbox(mode: SandboxMode, options: SandboxOptions = {}): Promise<Sandbox> {
  if (mode === "seatbelt") throw new SandboxUnavailableError("The seatbelt sandbox is not built yet.", 'Set the sandbox to "auto" or "docker".');
  const failures: string[] = [];
  const remedies: string[] = [];
  for (const name of mode === "auto" ? order : [mode]) {
    const candidate = await candidates[name](options);
    if ("sandbox" in candidate) return candidate.sandbox;
    failures.push(`${name}: ${candidate.reason}`);
    remedies.push(candidate.remedy);
  }
  throw new SandboxUnavailableError(`No sandbox can run commands here, so no command was run. ${failures.join("; ")}.`, remedies.join(" — or: "));
}

async function tryDocker(options: SandboxOptions): Promise<Candidate> {
  const finding = await findDocker(options.image === undefined || options.image === "" ? defaultImage : options.image, options.dockerSocket);
  return finding.found ? { sandbox: dockerSandbox(finding.docker, finding.ground), detail: finding.detail } : finding;
}

async function tryBubblewrap(options: SandboxOptions): Promise<Candidate> {
  const finding = await findBubblewrap(options.bubblewrap);
  return finding.found ? { sandbox: bubblewrapSandbox(finding.tool), detail: finding.detail } : finding;
}
