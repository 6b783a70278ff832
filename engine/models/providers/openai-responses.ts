import type { CallOptions, ModelClient, ModelRequest } from "../model-client.ts";
import { refusalOf, withoutThoughts } from "./ask-again.ts";
import { callService } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventsOf } from "./event-stream.ts";
import { foldOpenAi } from "./openai-answer.ts";
import { openAiRequest } from "./openai-request.ts";
import { serviceFetch } from "./service-fetch.ts";

/** A model behind OpenAI's Responses API. */
export function createOpenAiClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("openai").then(({ OpenAI }) => new OpenAI({ apiKey: apiKey ?? "none", organization: null, project: null, baseURL: baseUrl ?? "https://api.openai.com/v1", maxRetries: 0, logLevel: "off" }));
  /** The service gives summaries of reasoning to verified organizations only. */
  let summaries = true;
  const open = async (request: ModelRequest, options: CallOptions): Promise<AsyncIterable<unknown>> => {
    const client = (await connecting).withOptions({ fetch: serviceFetch(endpoint, options) });
    const asked = summaries;
    try {
      return await eventsOf(await client.responses.create(openAiRequest(model, request, asked), { signal: options.signal }).withResponse(), endpoint, "a Responses API; it often ends in /v1");
    } catch (error) {
      const said = refusalOf(error) ?? "";
      if (asked && /reasoning[._ ]summar/i.test(said)) {
        summaries = false;
        return open(request, options);
      }
      const less = /encrypted_content|encrypted content|of type 'reasoning'|\brs_\w/.test(said) ? withoutThoughts(request) : undefined;
      if (less === undefined) throw error;
      return open(less, options);
    }
  };
  return {
    complete: (request, options) => callService(endpoint, options, async (tell) => foldOpenAi(await open(request, options), endpoint, tell, options.onUsage)),
  };
}
