import { constants } from "node:os";
import type { Ending } from "./ending.ts";
import type { SandboxBackendName, SandboxResult } from "./sandbox.ts";

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name] as const));

/** The signal that a shell's exit code 128 + n stands for. */
export function signalOf(exitCode: number): string | null {
  return signalNames.get(exitCode - 128) ?? null;
}

/** The result of a command that left `exitCode` (null where none is known) after `durationMs`. */
export function resultOf(backend: SandboxBackendName, exitCode: number | null, ending: Ending | undefined, durationMs: number): SandboxResult {
  const ended = ending?.cause !== undefined;
  return {
    exitCode: ended ? null : exitCode,
    signal: ended ? "SIGKILL" : exitCode === null ? null : signalOf(exitCode),
    timedOut: ending?.cause === "timeout",
    canceled: ending?.cause === "cancel",
    outputTruncated: ending?.cause === "output",
    durationMs,
    backend,
  };
}

/** The result of a command that was canceled before it started. */
export function canceledResult(backend: SandboxBackendName): SandboxResult {
  return { exitCode: null, signal: null, timedOut: false, canceled: true, outputTruncated: false, durationMs: 0, backend };
}
