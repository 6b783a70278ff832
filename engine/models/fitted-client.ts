import type { ModelFacts } from "./catalog.ts";
import { fitRequest } from "./fit.ts";
import type { ModelClient, ModelRequest } from "./model-client.ts";
import { isModelFailure } from "./model-failure.ts";
import { type CountTokens, mostTokens } from "./tokens.ts";

export interface FittedOptions {
  readonly facts: Pick<ModelFacts, "tokensPerO200k">;
  /** Tokens of input and output together that the service takes. */
  readonly window: number;
  readonly tokenizer: () => Promise<CountTokens>;
}

/** How often a window is taken to be half as large as thought, when the service says that a request is too long all the same. */
const HALVINGS = 4;

/** Packs each request into its model's window, so that none is sent only to be refused. */
export function fittedClient(client: ModelClient, { facts, window, tokenizer }: FittedOptions): ModelClient {
  let believed = window;
  const fit = async (request: ModelRequest): Promise<ModelRequest> => {
    const limit = Math.floor((believed - request.maxOutputTokens) / facts.tokensPerO200k);
    return mostTokens(request) <= limit ? request : fitRequest(request, limit, await tokenizer());
  };
  return {
    complete: async (request, options) => {
      for (let halved = 0; ; halved += 1) {
        try {
          return await client.complete(await fit(request), options);
        } catch (error) {
          if (!isModelFailure(error) || error.kind !== "too_long" || halved === HALVINGS) throw error;
          const sent = mostTokens(request) * facts.tokensPerO200k + request.maxOutputTokens;
          believed = Math.floor(Math.min(believed, sent) / 2);
        }
      }
    },
  };
}
