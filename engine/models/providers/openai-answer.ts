import * as z from "zod/mini";
import type { ModelAnswer, ModelDelta, Usage } from "../model-client.ts";
import { NO_USAGE } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";
import { cutStream, parseWire, sortToolCalls, tokenCount } from "./call-service.ts";
import { toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";
import type { OpenAiContinuation } from "./openai-request.ts";

const count = z.optional(z.nullable(tokenCount));
const usageSchema = z.looseObject({
  input_tokens: tokenCount,
  output_tokens: tokenCount,
  input_tokens_details: z.optional(z.nullable(z.looseObject({ cached_tokens: count, cache_write_tokens: count }))),
  output_tokens_details: z.optional(z.nullable(z.looseObject({ reasoning_tokens: count }))),
});
const itemSchema = z.looseObject({ type: z.string() });
const responseSchema = z.looseObject({
  output: z.optional(z.array(itemSchema)),
  usage: z.optional(z.nullable(usageSchema)),
  incomplete_details: z.optional(z.nullable(z.looseObject({ reason: z.optional(z.nullable(z.string())) }))),
  error: z.optional(z.nullable(z.looseObject({ code: z.optional(z.nullable(z.string())), message: z.optional(z.nullable(z.string())) }))),
});
const callSchema = z.looseObject({ type: z.literal("function_call"), call_id: z.string(), name: z.string(), arguments: z.string() });
const messageSchema = z.looseObject({ type: z.literal("message"), phase: z.optional(z.nullable(z.string())), content: z.array(z.looseObject({ type: z.string(), text: z.optional(z.string()), refusal: z.optional(z.string()) })) });
const reasoningSchema = z.looseObject({ type: z.literal("reasoning"), id: z.string(), summary: z._default(z.array(z.looseObject({ type: z.literal("summary_text"), text: z.string() })), []), encrypted_content: z._default(z.nullable(z.string()), null) });
const deltaSchema = z.looseObject({ delta: z.string(), output_index: z.optional(z.number()) });
const reasoningDeltaSchema = z.looseObject({ delta: z.string(), item_id: z.optional(z.string()), summary_index: z.optional(z.number()), content_index: z.optional(z.number()) });
const eventSchema = z.looseObject({ type: z.string() });
const startSchema = z.looseObject({ output_index: z.number(), item: itemSchema });
const namedCallSchema = z.looseObject({ call_id: z.string(), name: z.string() });
const endSchema = z.looseObject({ response: responseSchema });

type Item = z.infer<typeof itemSchema>;

/** Folds the Responses API's events into an answer, telling each piece as it comes. Unknown events and items are skipped. */
export async function foldOpenAi(stream: AsyncIterable<unknown>, endpoint: Endpoint, onDelta: (delta: ModelDelta) => void, onUsage?: (usage: Usage) => void): Promise<ModelAnswer> {
  const items = new Map<number, Item>();
  const calls = new Map<number, { readonly id: string; readonly name: string }>();
  const told = { text: "", reasoning: "", part: "" };
  for await (const value of stream) {
    const { type } = parseWire(eventSchema, value, endpoint);
    switch (type) {
      case "response.output_item.added": {
        const { output_index: index, item } = parseWire(startSchema, value, endpoint);
        if (item.type !== "function_call") break;
        const { call_id: id, name } = parseWire(namedCallSchema, item, endpoint);
        calls.set(index, { id, name });
        onDelta({ type: "tool_call", index, id, name, arguments: "" });
        break;
      }
      case "response.output_text.delta":
      case "response.refusal.delta": {
        const { delta } = parseWire(deltaSchema, value, endpoint);
        told.text += delta;
        onDelta({ type: "text", text: delta });
        break;
      }
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta": {
        const { delta, item_id: item, summary_index: summary, content_index: content } = parseWire(reasoningDeltaSchema, value, endpoint);
        const part = JSON.stringify([item, summary, content]);
        const text = told.reasoning === "" || part === told.part ? delta : `\n\n${delta}`;
        told.part = part;
        told.reasoning += text;
        onDelta({ type: "reasoning", text });
        break;
      }
      case "response.function_call_arguments.delta": {
        const { delta, output_index: index = 0 } = parseWire(deltaSchema, value, endpoint);
        const call = calls.get(index);
        if (call !== undefined) onDelta({ type: "tool_call", index, ...call, arguments: delta });
        break;
      }
      case "response.output_item.done": {
        const { output_index: index, item } = parseWire(startSchema, value, endpoint);
        items.set(index, item);
        break;
      }
      case "response.completed":
      case "response.incomplete": {
        const { response } = parseWire(endSchema, value, endpoint);
        if (response.usage) onUsage?.(toUsage(response.usage));
        const done = [...items.entries()].sort(([one], [other]) => one - other).map(([, item]) => item);
        // Some servers end no item, others leave the items out of the end.
        const all = response.output !== undefined && response.output.length > done.length ? response.output : done;
        const answer = toAnswer(all, response, type === "response.incomplete", endpoint);
        if (type === "response.completed" && !tells(answer, told.text, [...calls.values()])) throw cutStream(endpoint);
        return told.reasoning === "" ? answer : { ...answer, reasoning: told.reasoning };
      }
      case "response.failed": {
        const { error, usage } = parseWire(endSchema, value, endpoint).response;
        if (usage) onUsage?.(toUsage(usage));
        throw toModelFailure({ message: "", error }, endpoint);
      }
      case "error":
        throw toModelFailure({ message: "", error: value }, endpoint);
      default:
    }
  }
  throw cutStream(endpoint);
}

/** Whether an answer has all that was told of it as it came. */
function tells({ text, toolCalls, invalidToolCalls }: ModelAnswer, told: string, calls: readonly { readonly id: string }[]): boolean {
  const has = new Set([...toolCalls, ...invalidToolCalls].map(({ id }) => id));
  return (told.trim() === "" || text !== "") && calls.every(({ id }) => has.has(id));
}

function toAnswer(items: readonly Item[], { usage, incomplete_details: details }: z.infer<typeof responseSchema>, incomplete: boolean, endpoint: Endpoint): ModelAnswer {
  const messages: z.infer<typeof messageSchema>[] = [];
  const thought: z.infer<typeof reasoningSchema>[] = [];
  const calls: z.infer<typeof callSchema>[] = [];
  const places: OpenAiContinuation["places"] = [];
  for (const item of items) {
    switch (item.type) {
      case "message": {
        const message = parseWire(messageSchema, item, endpoint);
        messages.push(message);
        places.push({ characters: textOf(message).length, ...(typeof message.phase === "string" ? { phase: message.phase } : {}) });
        break;
      }
      case "reasoning": {
        const reasoning = parseWire(reasoningSchema, item, endpoint);
        const { id, summary, encrypted_content: sealed } = reasoning;
        thought.push(reasoning);
        // Without its seal the service would look for it in its store.
        if (sealed !== null) places.push({ kept: { type: "reasoning", id, summary: summary.map(({ text }) => ({ type: "summary_text", text })), encrypted_content: sealed } });
        break;
      }
      case "function_call": {
        const call = parseWire(callSchema, item, endpoint);
        calls.push(call);
        places.push({ call: call.call_id });
        break;
      }
      default:
    }
  }
  const refused = messages.some(({ content }) => content.some(({ refusal }) => refusal !== undefined && refusal !== ""));
  const wanted = places.some((place) => "kept" in place || "phase" in place);
  const continuation: OpenAiContinuation = { provider: "openai", model: endpoint.model, places };
  return {
    text: messages.map(textOf).join(""),
    reasoning: thought.flatMap(({ summary }) => summary.map(({ text }) => text)).join("\n\n"),
    ...sortToolCalls(calls.map(({ call_id: id, name, arguments: text }) => ({ id, name, arguments: text }))),
    usage: usage === undefined || usage === null ? NO_USAGE : toUsage(usage),
    stop: stopOf(incomplete ? (details?.reason ?? "unknown") : undefined, refused, calls.length > 0, endpoint),
    ...(wanted ? { continuation } : {}),
  };
}

function textOf({ content }: z.infer<typeof messageSchema>): string {
  return content.map((part) => part.text ?? part.refusal ?? "").join("");
}

function stopOf(incomplete: string | undefined, refused: boolean, calls: boolean, { model }: Endpoint): ModelAnswer["stop"] {
  if (incomplete === "content_filter") throw new ModelFailure("refused", `${model} was stopped by its provider's content filter.`, "Put the request in other words, or choose another model for this role.");
  if (incomplete !== undefined) return "length";
  return refused ? "refused" : calls ? "tool_calls" : "end";
}

function toUsage({ input_tokens: input, output_tokens: output, input_tokens_details: read, output_tokens_details: thought }: z.infer<typeof usageSchema>): Usage {
  return { input, cachedInput: read?.cached_tokens ?? 0, cacheWrite: read?.cache_write_tokens ?? 0, output, reasoning: thought?.reasoning_tokens ?? 0 };
}
