import type { ModelClient } from "../model-client.ts";
import { foldAnthropic } from "./anthropic-answer.ts";
import { anthropicRequest } from "./anthropic-request.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { watchedFetch } from "./watched-fetch.ts";

/** A model behind Anthropic's Messages API. */
export function createAnthropicClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("@anthropic-ai/sdk").then(({ Anthropic }) => new Anthropic({ apiKey: apiKey ?? "none", authToken: null, baseURL: baseUrl ?? "https://api.anthropic.com", maxRetries: 0, logLevel: "off" }));
  return {
    complete: (request, { signal, onDelta, onActivity }) =>
      callService(endpoint, signal, async () => {
        const stream = await (await connecting).withOptions(watchedFetch(onActivity)).messages.create(anthropicRequest(model, request), { signal });
        return foldAnthropic(stream, endpoint, onDelta ?? (() => undefined));
      }),
  };
}
