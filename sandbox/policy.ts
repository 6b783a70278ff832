/** What a command may see and use. Everything not named here is read-only or absent inside the sandbox. */
export interface SandboxPolicy {
  /** Absolute path of the folder mounted read-write at the same path; the command's working directory. */
  readonly workspace: string;
  /** Absolute path of a folder that is shown in the workspace's place: a copy, so that the command cannot change the workspace itself. */
  readonly copy?: string;
  /** Further absolute paths, read-only at the same path (the shipped compiler's folder, for example). */
  readonly readable: readonly string[];
  /** The only variables that the command sees beside PATH, HOME, TMPDIR and LANG, which the sandbox sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders put before the sandbox's own PATH. They must exist inside: name them in `readable` or in the workspace too. */
  readonly pathPrefix?: readonly string[];
  /** Whether the command reaches the network, the machine's own included. Default: it does not. */
  readonly network?: boolean;
  /** Milliseconds until the command is ended. */
  readonly timeoutMs: number;
  /** Bytes of stdout and stderr together; past it the command is ended and the result says so. */
  readonly outputLimitBytes: number;
  /** Memory in MiB: of all processes together (docker), or of each process (bubblewrap). Default as in `defaultLimits`. */
  readonly memoryMiB?: number;
  /** Greatest number of processes and threads alive at once (bubblewrap: not for root, and since Linux 5.14). Default as in `defaultLimits`. */
  readonly processes?: number;
}

/** The limits of a policy that names none. 30 s is the architecture document's. */
export const defaultLimits = { timeoutMs: 30_000, outputLimitBytes: 10 * 1024 * 1024, memoryMiB: 4096, processes: 1024 } as const;

/** The policy's memory limit in bytes. */
export function memoryBytes(policy: SandboxPolicy): number {
  return (policy.memoryMiB ?? defaultLimits.memoryMiB) * 1024 * 1024;
}

/** The policy's limit of processes and threads. */
export function processLimit(policy: SandboxPolicy): number {
  return policy.processes ?? defaultLimits.processes;
}

/** A policy for `workspace` with the default limits and nothing else readable. */
export function defaultPolicy(workspace: string): SandboxPolicy {
  return { workspace, readable: [], environment: {}, ...defaultLimits };
}
