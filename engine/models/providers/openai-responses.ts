import type { ModelClient } from "../model-client.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { foldOpenAi } from "./openai-answer.ts";
import { openAiRequest } from "./openai-request.ts";
import { watchedFetch } from "./watched-fetch.ts";

/** A model behind OpenAI's Responses API. */
export function createOpenAiClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("openai").then(({ OpenAI }) => new OpenAI({ apiKey: apiKey ?? "none", organization: null, project: null, baseURL: baseUrl ?? "https://api.openai.com/v1", maxRetries: 0, logLevel: "off" }));
  return {
    complete: (request, { signal, onDelta, onActivity }) =>
      callService(endpoint, signal, async () => {
        const stream = await (await connecting).withOptions(watchedFetch(onActivity)).responses.create(openAiRequest(model, request), { signal });
        return foldOpenAi(stream, endpoint, onDelta ?? (() => undefined));
      }),
  };
}
