import type { CallOptions, ModelClient, ModelRequest } from "../model-client.ts";
import { callService } from "./call-service.ts";
import { foldChat } from "./chat-answer.ts";
import { type ChatLimits, chatRequest } from "./chat-request.ts";
import { toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventsOf } from "./event-stream.ts";
import { serviceFetch } from "./service-fetch.ts";

const META = "https://api.llama.com/compat/v1/";

/** A model behind a server with the Chat Completions API: the Llama API, or one of the user's own. */
export function createChatClient(endpoint: Endpoint): ModelClient {
  const { model, apiKey, baseUrl } = endpoint;
  const connecting = import("openai").then(({ OpenAI }) => new OpenAI({ apiKey: apiKey ?? "none", organization: null, project: null, baseURL: baseUrl ?? META, maxRetries: 0, logLevel: "off" }));
  let limits: ChatLimits = { structuredOutput: true, usageInStream: true, maxTokens: true };
  const open = async (request: ModelRequest, options: CallOptions): Promise<AsyncIterable<unknown>> => {
    const client = (await connecting).withOptions({ fetch: serviceFetch(endpoint, options) });
    for (;;) {
      try {
        return await eventsOf(await client.chat.completions.create(chatRequest(model, request, limits), { signal: options.signal }).withResponse(), endpoint, "a Chat Completions API; it often ends in /v1");
      } catch (error) {
        const less = withoutUnknown(limits, request, toModelFailure(error, endpoint).kind, error);
        if (less === undefined) throw error;
        limits = less;
      }
    }
  };
  return {
    complete: (request, options) => callService(endpoint, options, async (tell) => foldChat(await open(request, options), endpoint, tell, callsIn(request), options.onUsage)),
  };
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
