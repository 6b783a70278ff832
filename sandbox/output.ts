import type { OutputStream } from "./sandbox.ts";

/** Takes a command's raw output and hands on whole characters, up to a limit. */
export interface OutputGate {
  /** True once the limit was passed. */
  readonly truncated: boolean;
  take(stream: OutputStream, bytes: Uint8Array): void;
  /** Call once at the end: hands on what an incomplete character at the very end left (as U+FFFD). */
  end(): void;
}

/**
 * A gate for `limitBytes` of both streams together. Output past the limit is dropped, and `onLimit` is called once.
 * A character that arrives in two chunks is handed on whole; stdout and stderr do not disturb each other.
 */
export function outputGate(limitBytes: number, onOutput: (stream: OutputStream, text: string) => void, onLimit: () => void): OutputGate {
  const decoders = { stdout: new TextDecoder("utf-8", { ignoreBOM: true }), stderr: new TextDecoder("utf-8", { ignoreBOM: true }) };
  let left = limitBytes;
  let truncated = false;
  const hand = (stream: OutputStream, text: string): void => {
    if (text.length > 0) onOutput(stream, text);
  };
  return {
    get truncated() {
      return truncated;
    },
    take(stream, bytes) {
      if (truncated) return;
      const kept = bytes.length > left ? bytes.subarray(0, left) : bytes;
      left -= kept.length;
      truncated = kept.length < bytes.length;
      hand(stream, decoders[stream].decode(kept, { stream: true }));
      if (truncated) onLimit();
    },
    end() {
      if (truncated) return; // The cut may lie inside a character: that is ours, not the command's.
      hand("stdout", decoders.stdout.decode());
      hand("stderr", decoders.stderr.decode());
    },
  };
}
