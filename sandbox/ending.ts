/** Why we ended a command before it ended itself. */
export type EndingCause = "timeout" | "cancel" | "output" | "failure";

/** Watches the reasons for which a command must be ended early. The first one wins. */
export interface Ending {
  readonly cause: EndingCause | undefined;
  /** What `onOutput` threw, where the cause is `failure`. */
  readonly error: unknown;
  stop(cause: EndingCause, error?: unknown): void;
  /** Stops watching; later causes are ignored. */
  release(): void;
}

/** Calls `kill` once: after `timeoutMs`, when `signal` aborts, or when `stop` is called. */
export function watchEnding(timeoutMs: number, signal: AbortSignal | undefined, kill: () => void): Ending {
  let cause: EndingCause | undefined;
  let error: unknown;
  let released = false;
  const stop = (reason: EndingCause, thrown?: unknown): void => {
    if (released || cause !== undefined) return;
    cause = reason;
    error = thrown;
    kill();
  };
  const onAbort = (): void => {
    stop("cancel");
  };
  const timer = setTimeout(() => {
    stop("timeout");
  }, timeoutMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  return {
    get cause() {
      return cause;
    },
    get error() {
      return error;
    },
    stop,
    release() {
      released = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
