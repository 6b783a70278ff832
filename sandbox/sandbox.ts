import type { SandboxPolicy } from "./policy.ts";

export type SandboxBackendName = "docker" | "bubblewrap";
export type SandboxMode = "auto" | SandboxBackendName | "seatbelt";
export type OutputStream = "stdout" | "stderr";

export interface SandboxRun {
  /** Run by `sh -c` in the workspace. */
  readonly command: string;
  readonly policy: SandboxPolicy;
  /** Ends the command and all its processes; the result then says `canceled`. */
  readonly signal?: AbortSignal;
  /** Text as it arrives, whole UTF-8 characters only. Must not throw. */
  onOutput(stream: OutputStream, text: string): void;
}

export interface SandboxResult {
  /** Null when the command was ended by us or by a signal. */
  readonly exitCode: number | null;
  /** The signal that ended the command (`SIGSEGV`), where it is known. */
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly canceled: boolean;
  /** The output limit was reached: the command was ended, the output up to the limit was delivered. */
  readonly outputTruncated: boolean;
  readonly durationMs: number;
  readonly backend: SandboxBackendName;
}

/** A place where commands run. Runs are independent of each other and may overlap. */
export interface Sandbox {
  readonly name: SandboxBackendName;
  /**
   * Resolves when the command and every process it started are gone.
   * @throws SandboxPolicyError when the policy cannot be granted, SandboxFailedError when the backend fails.
   */
  run(run: SandboxRun): Promise<SandboxResult>;
  /** Ends what still runs and frees what the backend holds. */
  dispose(): Promise<void>;
}

export type BackendReport =
  | { readonly name: SandboxBackendName; readonly available: true; readonly detail: string }
  | { readonly name: SandboxBackendName; readonly available: false; readonly reason: string; readonly remedy: string };
