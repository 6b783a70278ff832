import type { ModelClient } from "../model-client.ts";
import { foldAnthropic } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { serviceFetch } from "./service-fetch.ts";

/** A model behind Anthropic's Messages API. */
export function createAnthropicClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("@anthropic-ai/sdk").then(({ Anthropic }) => new Anthropic({ apiKey: apiKey ?? "none", authToken: null, baseURL: baseUrl ?? "https://api.anthropic.com", maxRetries: 0, logLevel: "off" }));
  return {
    complete: (request, options) =>
      callService(endpoint, options.signal, async () => {
        const stream = await (await connecting).withOptions({ fetch: serviceFetch(options) }).messages.create(anthropicRequest(model, request), { signal: options.signal });
        return foldAnthropic(stream, endpoint, options.onDelta ?? (() => undefined));
      }),
  };
}
