import type { ContentBlockParam, MessageCreateParamsStreaming, MessageParam, TextBlockParam, Tool } from "@anthropic-ai/sdk/resources/messages/messages";
import * as z from "zod/mini";
import type { Message } from "../../agent-api/completion.ts";
import type { ModelRequest, ReasoningEffort } from "../model-client.ts";
import { outputInstruction } from "../output-instruction.ts";

/** Blocks of signed reasoning, given back as they came. */
export const continuationSchema = z.object({ provider: z.literal("anthropic"), blocks: z.array(z.discriminatedUnion("type", [
  z.object({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() }),
  z.object({ type: z.literal("redacted_thinking"), data: z.string() }),
])) });
export type AnthropicContinuation = z.infer<typeof continuationSchema>;

const CACHED = { cache_control: { type: "ephemeral" } } as const;
/** Tokens of thinking for models that take a budget; the least that the service takes is 1,024. */
const BUDGETS: Readonly<Record<ReasoningEffort, number>> = { minimal: 1_024, low: 2_048, medium: 8_192, high: 16_384 };
const EFFORTS = { minimal: "low", low: "low", medium: "medium", high: "high" } as const;

/** Models before Claude 4.6 think within a budget of tokens; later ones decide for themselves, by effort. */
function thinksByBudget(model: string): boolean {
  return /claude-(3|(sonnet|opus|haiku)-4(?!-[6-9])|[a-z]+-4-[0-5](?!\d))/.test(model);
}

/** Claude 3 and 4 have no structured output; they are asked in words. */
function hasStructuredOutput(model: string): boolean {
  return !/claude-(3|(sonnet|opus)-4(-0|-1|-\d{8}|$))/.test(model);
}

/** Claude 5 refuses every sampling parameter. */
function takesTemperature(model: string): boolean {
  return /claude-(3|[a-z]+-4)/.test(model);
}

/** The Messages API's request. What stays the same from turn to turn (tools, system, all messages so far) is marked for the prompt cache. */
export function anthropicRequest(model: string, { messages, tools, output, maxOutputTokens, temperature, reasoningEffort }: ModelRequest): MessageCreateParamsStreaming {
  const structured = output !== undefined && hasStructuredOutput(model);
  const instruction = output === undefined || structured ? [] : [outputInstruction(output)];
  const system = [...messages.flatMap((message) => (message.role === "system" ? [message.text] : [])), ...instruction];
  const budget = reasoningEffort !== undefined && thinksByBudget(model) ? BUDGETS[reasoningEffort] : 0;
  const adaptive = reasoningEffort !== undefined && budget === 0;
  const config = {
    ...(structured ? { format: { type: "json_schema" as const, schema: output.schema } } : {}),
    ...(adaptive ? { effort: EFFORTS[reasoningEffort] } : {}),
  };
  return {
    model,
    stream: true,
    max_tokens: maxOutputTokens + budget,
    messages: markLast(toTurns(messages)),
    ...(system.length === 0 ? {} : { system: system.map((text, index): TextBlockParam => ({ type: "text", text, ...(index === system.length - 1 ? CACHED : {}) })) }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }, index): Tool => ({ name, description, input_schema: { ...parameters, type: "object" }, ...(index === tools.length - 1 ? CACHED : {}) })) }),
    ...(budget === 0 ? {} : { thinking: { type: "enabled", budget_tokens: budget } }),
    ...(adaptive ? { thinking: { type: "adaptive" } } : {}),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    ...(temperature === undefined || reasoningEffort !== undefined || !takesTemperature(model) ? {} : { temperature: Math.min(1, temperature) }),
  };
}

interface Turn {
  readonly role: "user" | "assistant";
  readonly content: readonly ContentBlockParam[];
}

/** Turns alternate; the results of parallel calls belong to one turn. */
function toTurns(messages: readonly Message[]): readonly Turn[] {
  const turns: { readonly role: Turn["role"]; readonly content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    const content = toBlocks(message);
    if (content.length === 0) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

function toBlocks(message: Message): ContentBlockParam[] {
  switch (message.role) {
    case "system":
      return [];
    case "user":
      return message.text === "" ? [] : [{ type: "text", text: message.text }];
    case "tool":
      return [{ type: "tool_result", tool_use_id: message.call, content: message.text }];
    case "assistant": {
      const { text, toolCalls, continuation } = message;
      const thought = z.safeParse(continuationSchema, continuation);
      return [
        ...(thought.success ? thought.data.blocks : []),
        ...(text.trim() === "" ? [] : [{ type: "text" as const, text }]),
        ...toolCalls.map((call) => ({ type: "tool_use" as const, id: call.id, name: call.name, input: call.arguments })),
      ];
    }
  }
}

function markLast(turns: readonly Turn[]): MessageParam[] {
  return turns.map(({ role, content }, index) => {
    const last = content.at(-1);
    const mark = index === turns.length - 1 && last !== undefined && (last.type === "text" || last.type === "tool_result");
    return { role, content: mark ? [...content.slice(0, -1), { ...last, ...CACHED }] : [...content] };
  });
}
