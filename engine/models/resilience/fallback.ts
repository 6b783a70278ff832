import type { ModelClient } from "../model-client.ts";
import type { ModelFailure } from "../model-failure.ts";
export function withFallback<Entry extends { readonly client: ModelClient }>(clients: readonly Entry[], _: (failed: Entry, next: Entry, failure: ModelFailure) => Promise<void>): ModelClient { const [first] = clients; if (first === undefined) throw new Error("none"); return first.client; }
