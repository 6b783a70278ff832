import type { ModelClient } from "../model-client.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { foldOpenAi } from "./openai-answer.ts";
import { openAiRequest } from "./openai-request.ts";
import { serviceFetch } from "./service-fetch.ts";

/** A model behind OpenAI's Responses API. */
export function createOpenAiClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("openai").then(({ OpenAI }) => new OpenAI({ apiKey: apiKey ?? "none", organization: null, project: null, baseURL: baseUrl ?? "https://api.openai.com/v1", maxRetries: 0, logLevel: "off" }));
  return {
    complete: (request, options) =>
      callService(endpoint, options.signal, async () => {
        const stream = await (await connecting).withOptions({ fetch: serviceFetch(options) }).responses.create(openAiRequest(model, request), { signal: options.signal });
        return foldOpenAi(stream, endpoint, options.onDelta ?? (() => undefined));
      }),
  };
}
