import type { CallOptions, ModelClient, ModelRequest } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";
import { callService } from "./call-service.ts";
import { foldChat } from "./chat-answer.ts";
import { type ChatLimits, chatRequest } from "./chat-request.ts";
import { shownUrl, toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";
import { serviceFetch } from "./service-fetch.ts";

const META = "https://api.llama.com/compat/v1/";

/** A model behind a server with the Chat Completions API: the Llama API, or one of the user's own. */
export function createChatClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("openai").then(({ OpenAI }) => new OpenAI({ apiKey: apiKey ?? "none", organization: null, project: null, baseURL: baseUrl ?? META, maxRetries: 0, logLevel: "off" }));
  let limits: ChatLimits = { structuredOutput: true, usageInStream: true, maxTokens: true };
  const open = async (request: ModelRequest, options: CallOptions): Promise<AsyncIterable<unknown>> => {
    const client = (await connecting).withOptions({ fetch: serviceFetch(options) });
    for (;;) {
      try {
        const { data, response } = await client.chat.completions.create(chatRequest(model, request, limits), { signal: options.signal }).withResponse();
        const type = response.headers.get("content-type") ?? "";
        if (!/^(?:text\/html|application\/json)\b/.test(type)) return data;
        await response.body?.cancel();
        throw noStream(endpoint, type);
      } catch (error) {
        const less = withoutUnknown(limits, request, toModelFailure(error, endpoint).kind, error);
        if (less === undefined) throw error;
        limits = less;
      }
    }
  };
  return {
    complete: (request, options) => callService(endpoint, options.signal, async () => foldChat(await open(request, options), endpoint, options.onDelta ?? (() => undefined), callsIn(request))),
  };
}

/** What answers with a page or a document is no model service, or knows no streams. */
function noStream({ provider, model, baseUrl }: Endpoint, type: string): ModelFailure {
  return new ModelFailure("malformed", `${model} (${provider}) answered with ${type.split(";", 1).join("")} and not with a stream of events.`, `Check that base_url${baseUrl === undefined ? "" : ` (${shownUrl(baseUrl)})`} is the address of a Chat Completions API; it often ends in /v1.`);
}

function callsIn({ messages }: ModelRequest): number {
  return messages.reduce((sum, message) => sum + (message.role === "assistant" ? message.toolCalls.length : 0), 0);
}

/** What to leave out of the next try, when a server refused what it does not know; undefined where it refused something else. */
function withoutUnknown(limits: ChatLimits, { output }: ModelRequest, kind: string, error: unknown): ChatLimits | undefined {
  if (kind !== "bad_request") return undefined;
  const said = error instanceof Error ? error.message : "";
  if (limits.usageInStream && /stream_options|include_usage/.test(said)) return { ...limits, usageInStream: false };
  // Another complaint about it may be that it is too large.
  if (limits.maxTokens && said.includes("max_tokens") && /max_completion_tokens|un(?:supported|known|recogni[sz]ed|expected)|not (?:supported|permitted|allowed)|extra/i.test(said)) return { ...limits, maxTokens: false };
  return limits.structuredOutput && output !== undefined && /response_format|json_schema|schema|structured/i.test(said) ? { ...limits, structuredOutput: false } : undefined;
}
