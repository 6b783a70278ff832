import { setTimeout as sleep } from "node:timers/promises";
import type { ModelClient } from "../model-client.ts";
import { isModelFailure, ModelFailure } from "../model-failure.ts";

export interface Retry {
  /** Of the call that comes; the first retry is 2. */
  readonly attempt: number;
  readonly delayMs: number;
  readonly failure: ModelFailure;
}

export interface RetryOptions {
  readonly onRetry: (retry: Retry) => Promise<void>;
  /** Calls in all. */
  readonly attempts?: number;
  readonly baseMs?: number;
  readonly maxMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A service that asks for a longer wait than this, in milliseconds, has failed: the next model, or the user, is faster. */
export const LONGEST_WAIT = 120_000;

/**
 * Makes a call again that may succeed a moment later: exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015), never sooner than the service asked. What a failed attempt had said is taken back by a `restart`.
 */
export function withRetries(client: ModelClient, { onRetry, attempts = 5, baseMs = 500, maxMs = 30_000, random = Math.random, wait = waitFor }: RetryOptions): ModelClient {
  return {
    complete: async (request, options) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await client.complete(request, options);
        } catch (error) {
          options.signal.throwIfAborted();
          if (!isModelFailure(error) || !error.retryable || attempt === attempts) throw error;
          const asked = error.retryAfterMs ?? 0;
          if (asked > LONGEST_WAIT) throw new ModelFailure(error.kind, `${error.message} It asks to wait ${Math.ceil(asked / 60_000)} minutes.`, error.remedy, { cause: error });
          const delayMs = Math.round(asked + random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1)));
          await onRetry({ attempt: attempt + 1, delayMs, failure: error });
          options.onDelta?.({ type: "restart", reason: error.message });
          await wait(delayMs, options.signal);
        }
      }
    },
  };
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
