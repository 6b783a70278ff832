import type { CallOptions, ModelClient, ModelRequest } from "../model-client.ts";
import { foldAnthropic } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { refusalOf, withoutThoughts } from "./ask-again.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventsOf } from "./event-stream.ts";
import { serviceFetch } from "./service-fetch.ts";

/** A model behind Anthropic's Messages API. */
export function createAnthropicClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  // The SDK adds the version itself; addresses of other services end in it.
  const address = baseUrl?.replace(/\/v1\/?$/, "") ?? "https://api.anthropic.com";
  const connecting = import("@anthropic-ai/sdk").then(({ Anthropic }) => new Anthropic({ apiKey: apiKey ?? "none", authToken: null, baseURL: address, maxRetries: 0, logLevel: "off" }));
  const open = async (request: ModelRequest, options: CallOptions): Promise<AsyncIterable<unknown>> => {
    const client = (await connecting).withOptions({ fetch: serviceFetch(endpoint, options) });
    try {
      return await eventsOf(await client.messages.create(anthropicRequest(model, request), { signal: options.signal }).withResponse(), endpoint, "a Messages API");
    } catch (error) {
      const less = /\bthinking\b/.test(refusalOf(error) ?? "") ? withoutThoughts(request) : undefined;
      if (less === undefined) throw error;
      return open(less, options);
    }
  };
  return {
    complete: (request, options) => callService(endpoint, options, async (tell) => foldAnthropic(await open(request, options), endpoint, tell, options.onUsage)),
  };
}
