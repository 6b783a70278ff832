import type { ModelClient } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";

/** Milliseconds of silence after which a stream counts as dead; reasoning models may think for minutes before the first word. */
const SILENCE = 300_000;

/** A timer of Node.js is one. */
export interface IdleTimer {
  /** Begins the time anew. */
  readonly refresh: () => unknown;
  readonly [Symbol.dispose]: () => void;
}

export interface IdleOptions {
  readonly milliseconds?: number;
  readonly start?: (end: () => void, milliseconds: number) => IdleTimer;
}

/** Ends a call that has been silent for too long: no piece of the answer came, and no byte that only says that the service is alive. @throws ModelFailure `timeout` */
export function withIdleLimit(client: ModelClient, { milliseconds = SILENCE, start = startTimer }: IdleOptions = {}): ModelClient {
  return {
    complete: async (request, options) => {
      const { signal, onDelta, onActivity } = options;
      const silence = new AbortController();
      let over = false;
      // A timer that is refreshed after its end would begin anew.
      const alive = (): void => {
        if (!over) timer.refresh();
      };
      const timer = start(() => {
        silence.abort(new ModelFailure("timeout", `The model was silent for ${Math.round(milliseconds / 1000)} s.`, "Try again later, or choose another model for this role."));
      }, milliseconds);
      try {
        return await client.complete(request, {
          ...options,
          signal: AbortSignal.any([signal, silence.signal]),
          onDelta: (delta) => {
            alive();
            onDelta?.(delta);
          },
          onActivity: () => {
            alive();
            onActivity?.();
          },
        });
      } finally {
        over = true;
        timer[Symbol.dispose]();
      }
    },
  };
}

/** The connection keeps the program alive, not the watch over it. */
function startTimer(end: () => void, milliseconds: number): IdleTimer {
  return setTimeout(end, milliseconds).unref();
}
