import type { ResponseCreateParamsStreaming, ResponseInputItem } from "openai/resources/responses/responses";
import * as z from "zod/mini";
import type { Message } from "../../agent-api/completion.ts";
import type { ModelRequest } from "../model-client.ts";

/** Encrypted reasoning, given back as it came: nothing is stored at the service. */
export const continuationSchema = z.object({
  provider: z.literal("openai"),
  reasoning: z.array(z.object({ type: z.literal("reasoning"), id: z.string(), summary: z.array(z.object({ type: z.literal("summary_text"), text: z.string() })), encrypted_content: z.nullable(z.string()) })),
});
export type OpenAiContinuation = z.infer<typeof continuationSchema>;

/** Reasoning models take an effort and no temperature, the others the reverse. */
export function reasons(model: string): boolean {
  return /^(o\d|gpt-([5-9]|\d{2,})(?!.*-chat))/.test(model);
}

/** The Responses API's request. What stays the same from turn to turn comes first, so that the service's prompt cache finds it. */
export function openAiRequest(model: string, { messages, tools, output, maxOutputTokens, temperature, reasoningEffort }: ModelRequest): ResponseCreateParamsStreaming {
  const thinks = reasons(model);
  return {
    model,
    stream: true,
    store: false,
    max_output_tokens: Math.max(16, maxOutputTokens),
    input: messages.flatMap(toItems),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }) => ({ type: "function" as const, name, description, parameters, strict: false })), parallel_tool_calls: true }),
    ...(output === undefined ? {} : { text: { format: { type: "json_schema" as const, name: output.name, schema: output.schema, strict: false } } }),
    ...(thinks ? { include: ["reasoning.encrypted_content" as const], reasoning: { summary: "auto" as const, ...(reasoningEffort === undefined ? {} : { effort: model.startsWith("o") && reasoningEffort === "minimal" ? "low" : reasoningEffort }) } } : {}),
    ...(thinks || temperature === undefined ? {} : { temperature }),
  };
}

function toItems(message: Message): ResponseInputItem[] {
  switch (message.role) {
    case "system":
      return [{ role: "developer", content: message.text }];
    case "user":
      return [{ role: "user", content: message.text }];
    case "tool":
      return [{ type: "function_call_output", call_id: message.call, output: message.text }];
    case "assistant": {
      const { text, toolCalls, continuation } = message;
      const thought = z.safeParse(continuationSchema, continuation);
      return [
        ...(thought.success ? thought.data.reasoning : []),
        ...(text === "" ? [] : [{ role: "assistant" as const, content: text }]),
        ...toolCalls.map((call) => ({ type: "function_call" as const, call_id: call.id, name: call.name, arguments: JSON.stringify(call.arguments) })),
      ];
    }
  }
}
