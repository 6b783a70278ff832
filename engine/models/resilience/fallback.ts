import type { ModelClient } from "../model-client.ts";
import { type FailureKind, isModelFailure, ModelFailure } from "../model-failure.ts";

/** Failures that are the request's or the user's own: no other model may take over. */
const ownFault: ReadonlySet<FailureKind> = new Set(["bad_request", "over_budget"]);

/**
 * Asks the first model, and the next one when it fails for good. A model that failed is not asked again in this task, so that each call
 * does not wait for it anew. The last failure names all that were tried.
 */
export function withFallback<Entry extends { readonly client: ModelClient }>(entries: readonly [Entry, ...Entry[]], onFallback: (failed: Entry, next: Entry, failure: ModelFailure) => Promise<void>): ModelClient {
  let current = 0;
  return {
    complete: async (request, options) => {
      const failures: ModelFailure[] = [];
      for (let at = current; ; at += 1) {
        const entry = entries[at] ?? entries[0];
        try {
          return await entry.client.complete(request, options);
        } catch (error) {
          options.signal.throwIfAborted();
          if (!isModelFailure(error)) throw error;
          failures.push(error);
          const next = entries[at + 1];
          if (next === undefined || ownFault.has(error.kind)) throw summary(error, failures);
          // A parallel call may have gone on already, and told so.
          if (current === at) {
            current = at + 1;
            await onFallback(entry, next, error);
          }
          options.onDelta?.({ type: "restart", reason: error.message });
        }
      }
    },
  };
}

function summary(last: ModelFailure, failures: readonly ModelFailure[]): ModelFailure {
  if (failures.length === 1) return last;
  return new ModelFailure(last.kind, failures.map(({ message }) => message).join(" "), last.remedy, { cause: last });
}
