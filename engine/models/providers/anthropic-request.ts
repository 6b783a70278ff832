import type { ContentBlockParam, MessageCreateParamsStreaming, MessageParam, TextBlockParam, Tool } from "@anthropic-ai/sdk/resources/messages/messages";
import * as z from "zod/mini";
import type { Message } from "../../agent-api/completion.ts";
import type { ModelRequest, ReasoningEffort } from "../model-client.ts";
import { outputInstruction } from "../output-instruction.ts";
import { inOrder, placesSchema } from "./turn-order.ts";

const thoughtSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thinking"), thinking: z.string(), signature: z.string() }),
  z.object({ type: z.literal("redacted_thinking"), data: z.string() }),
]);
/** Blocks of signed reasoning, given back as they came and where they stood. */
const continuationSchema = z.object({ provider: z.literal("anthropic"), places: placesSchema(thoughtSchema) });
export type AnthropicContinuation = z.infer<typeof continuationSchema>;

const CACHED = { cache_control: { type: "ephemeral" } } as const;
/** Tokens of thinking for models that take a budget, where the answer's limit has room for them. */
const BUDGETS: Readonly<Record<ReasoningEffort, number>> = { minimal: 1_024, low: 2_048, medium: 8_192, high: 16_384 };
/** The least that the service takes. */
const LEAST_BUDGET = 1_024;
/** The part of an answer's limit that thinking may take: its tokens count as the answer's. */
const MOST_THINKING = 0.75;
const EFFORTS = { minimal: "low", low: "low", medium: "medium", high: "high" } as const;

/** What a model's name says of it; servers that speak this protocol for models of their own are taken for the older ones. */
interface Abilities {
  /** Claude 3.7 to 4.5 think within a budget of tokens, later ones decide for themselves, by effort; before 3.7 none thinks. */
  readonly thinking: "budget" | "adaptive" | "none";
  /** From Claude 5 on they do unless told otherwise. */
  readonly thinksUnasked: boolean;
  /** From Claude 4.7 on no sampling parameter is taken. */
  readonly temperature: boolean;
  /** Claude 3 and 4 have none; they are asked in words. */
  readonly structuredOutput: boolean;
}

function abilitiesOf(model: string): Abilities {
  if (!model.includes("claude-")) return { thinking: "budget", thinksUnasked: false, temperature: true, structuredOutput: false };
  const before46 = /claude-(3|(sonnet|opus|haiku)-4(?!-[6-9])|[a-z]+-4-[0-5](?!\d))/.test(model);
  return {
    thinking: /claude-3-(?!7)/.test(model) ? "none" : before46 ? "budget" : "adaptive",
    thinksUnasked: !/claude-(3|[a-z]+-4)/.test(model),
    temperature: /claude-(3|[a-z]+-4(?!-[7-9]))/.test(model),
    structuredOutput: !/claude-(3|(sonnet|opus)-4(-0|-1|-\d{8}|$))/.test(model),
  };
}

/** The Messages API's request. What stays the same from turn to turn (tools, system, all messages so far) is marked for the prompt cache. */
export function anthropicRequest(model: string, { messages, tools, output, maxOutputTokens, temperature, reasoningEffort }: ModelRequest): MessageCreateParamsStreaming {
  const abilities = abilitiesOf(model);
  const structured = output !== undefined && abilities.structuredOutput;
  const instruction = output === undefined || structured ? [] : [outputInstruction(output)];
  const system = [...messages.flatMap((message) => (message.role === "system" && message.text.trim() !== "" ? [message.text] : [])), ...instruction];
  const turns = toTurns(messages);
  const budget = abilities.thinking === "budget" && reasoningEffort !== undefined && mayThink(turns) ? Math.floor(Math.min(BUDGETS[reasoningEffort], maxOutputTokens * MOST_THINKING)) : 0;
  const effort = abilities.thinking === "adaptive" ? reasoningEffort : undefined;
  const adaptive = effort !== undefined || abilities.thinksUnasked;
  const thinks = budget >= LEAST_BUDGET || adaptive;
  const config = {
    ...(structured ? { format: { type: "json_schema" as const, schema: output.schema } } : {}),
    ...(effort === undefined ? {} : { effort: EFFORTS[effort] }),
  };
  return {
    model,
    stream: true,
    max_tokens: maxOutputTokens,
    messages: markLast(turns),
    ...(system.length === 0 ? {} : { system: system.map((text, index): TextBlockParam => ({ type: "text", text, ...(index === system.length - 1 ? CACHED : {}) })) }),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }, index): Tool => ({ name, description, input_schema: { ...parameters, type: "object" }, ...(index === tools.length - 1 ? CACHED : {}) })) }),
    ...(thinks ? { thinking: adaptive ? { type: "adaptive" as const, display: "summarized" as const } : { type: "enabled" as const, budget_tokens: budget } } : {}),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    ...(temperature === undefined || thinks || !abilities.temperature ? {} : { temperature: Math.min(1, temperature) }),
  };
}

/** With a budget, a turn whose calls are answered now must have begun with signed thinking; another model's turn has none. */
function mayThink(turns: readonly Turn[]): boolean {
  const last = turns.findLast(({ role }) => role === "assistant");
  const first = last?.content[0]?.type;
  return first === "thinking" || first === "redacted_thinking" || last?.content.some(({ type }) => type === "tool_use") !== true;
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
      return message.text.trim() === "" ? [] : [{ type: "text", text: message.text }];
    case "tool":
      return [{ type: "tool_result", tool_use_id: idOf(message.call), content: message.text }];
    case "assistant": {
      const { success, data } = z.safeParse(continuationSchema, message.continuation);
      return inOrder<z.infer<typeof thoughtSchema>, ContentBlockParam>(message, success ? data.places : [], {
        kept: (thought) => thought,
        text: (text) => ({ type: "text", text }),
        call: ({ id, name, arguments: input }) => ({ type: "tool_use", id: idOf(id), name, input }),
      });
    }
  }
}

/** The service takes no id with other characters; those of other services have them. */
function idOf(call: string): string {
  return call.replaceAll(/[^\w-]/g, "_") || "_";
}

function markLast(turns: readonly Turn[]): MessageParam[] {
  return turns.map(({ role, content }, index) => {
    const last = content.at(-1);
    const mark = index === turns.length - 1 && last !== undefined && (last.type === "text" || last.type === "tool_result");
    return { role, content: mark ? [...content.slice(0, -1), { ...last, ...CACHED }] : [...content] };
  });
}
