import type { Completion, CompletionRequest } from "../agent-api/completion.ts";

/** A model behind a provider: one whole answer per request. */
export interface ModelClient {
  /** @throws UserError when no answer can be had; the signal's reason when canceled. */
  readonly complete: (request: CompletionRequest, signal: AbortSignal) => Promise<Completion>;
}
