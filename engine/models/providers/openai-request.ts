import { createHash } from "node:crypto";
import type { ResponseCreateParamsStreaming, ResponseInputItem } from "openai/resources/responses/responses";
import * as z from "zod/mini";
import type { Message } from "../../agent-api/completion.ts";
import type { ModelRequest, ReasoningEffort } from "../model-client.ts";
import { isStrict } from "./strict-schema.ts";
import { inOrder, placesSchema } from "./turn-order.ts";

const reasoningSchema = z.object({ type: z.literal("reasoning"), id: z.string(), summary: z.array(z.object({ type: z.literal("summary_text"), text: z.string() })), encrypted_content: z.string() });
/** Encrypted reasoning, given back as it came and to the model that wrote it: nothing is stored at the service. */
const continuationSchema = z.object({ provider: z.literal("openai"), model: z.string(), places: placesSchema(reasoningSchema) });
export type OpenAiContinuation = z.infer<typeof continuationSchema>;

/** Reasoning models take an effort and no temperature, the others the reverse. */
export function reasons(model: string): boolean {
  return /^(o\d|gpt-([5-9]|\d{2,})(?!.*-chat))/.test(model);
}

/** Only the first GPT-5 models know the least effort; the o-series is older, and 5.1 took it away. */
function effortFor(model: string, effort: ReasoningEffort): ReasoningEffort {
  return effort === "minimal" && !/^gpt-5(-mini|-nano)?(-\d{4}-\d{2}-\d{2})?$/.test(model) ? "low" : effort;
}

/** The Responses API's request. What stays the same from turn to turn comes first, so that the service's prompt cache finds it. */
export function openAiRequest(model: string, { messages, tools, output, maxOutputTokens, temperature, reasoningEffort }: ModelRequest, summaries = true): ResponseCreateParamsStreaming {
  const thinks = reasons(model);
  return {
    model,
    stream: true,
    store: false,
    prompt_cache_key: cacheKey(messages),
    max_output_tokens: Math.max(16, maxOutputTokens),
    input: messages.flatMap((message) => toItems(message, model)),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }) => ({ type: "function" as const, name, description, parameters, strict: false })) }),
    ...(output === undefined ? {} : { text: { format: { type: "json_schema" as const, name: output.name, schema: output.schema, strict: isStrict(output.schema) } } }),
    ...(thinks ? { include: ["reasoning.encrypted_content" as const], reasoning: { ...(summaries ? { summary: "auto" as const } : {}), ...(reasoningEffort === undefined ? {} : { effort: effortFor(model, reasoningEffort) }) } } : {}),
    ...(thinks || temperature === undefined ? {} : { temperature }),
  };
}

/** The same for requests that begin with the same message, so that the service sends them where that beginning is cached. */
function cacheKey([first]: readonly Message[]): string {
  return createHash("sha256").update(first?.text ?? "").digest("hex").slice(0, 32);
}

function toItems(message: Message, model: string): ResponseInputItem[] {
  switch (message.role) {
    case "system":
      return [{ role: "developer", content: message.text }];
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [{ type: "function_call_output", call_id: idOf(message.call), output: message.text }];
    case "assistant": {
      const { success, data } = z.safeParse(continuationSchema, message.continuation);
      return inOrder<z.infer<typeof reasoningSchema>, ResponseInputItem>(message, success && data.model === model ? data.places : [], {
        kept: (reasoning) => reasoning,
        text: (content, phase) => ({ role: "assistant", content, ...(phase === "commentary" || phase === "final_answer" ? { phase } : {}) }),
        call: ({ id, name, arguments: given }) => ({ type: "function_call", call_id: idOf(id), name, arguments: JSON.stringify(given) }),
      });
    }
  }
}

/** The service takes no id that is longer; some servers write whole signatures into theirs. */
function idOf(call: string): string {
  return call.slice(0, 64);
}
