import type { ModelClient } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";

/** Milliseconds of silence after which a stream counts as dead; reasoning models may think for minutes before the first word. */
const SILENCE = 300_000;

export interface IdleOptions {
  readonly milliseconds?: number;
}

/** Ends a call that has been silent for too long. @throws ModelFailure `timeout` */
export function withIdleLimit(client: ModelClient, { milliseconds = SILENCE }: IdleOptions = {}): ModelClient {
  return {
    complete: async (request, { signal, onDelta }) => {
      const silence = new AbortController();
      const end = (): void => {
        silence.abort(new ModelFailure("timeout", `The model was silent for ${Math.round(milliseconds / 1000)} s.`, "Try again later, or choose another model for this role."));
      };
      let timer = setTimeout(end, milliseconds);
      try {
        return await client.complete(request, {
          signal: AbortSignal.any([signal, silence.signal]),
          onDelta: (delta) => {
            clearTimeout(timer);
            timer = setTimeout(end, milliseconds);
            onDelta?.(delta);
          },
        });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
