import type { ModelClient } from "../model-client.ts";
import type { ModelFailure } from "../model-failure.ts";
export function withRetries(client: ModelClient, _: { onRetry: (r: { attempt: number; delayMs: number; failure: ModelFailure }) => Promise<void> }): ModelClient { return client; }
