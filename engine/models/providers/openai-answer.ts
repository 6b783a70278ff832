import * as z from "zod/mini";
import type { ModelAnswer, ModelDelta, Usage } from "../model-client.ts";
import { NO_USAGE } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";
import { cutStream, parseWire, sortToolCalls } from "./call-service.ts";
import { toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";
import { continuationSchema, type OpenAiContinuation } from "./openai-request.ts";

const count = z.optional(z.nullable(z.number()));
const usageSchema = z.looseObject({
  input_tokens: z.number(),
  output_tokens: z.number(),
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
const messageSchema = z.looseObject({ type: z.literal("message"), content: z.array(z.looseObject({ type: z.string(), text: z.optional(z.string()), refusal: z.optional(z.string()) })) });
const reasoningSchema = z.looseObject({ type: z.literal("reasoning"), id: z.string(), summary: z._default(z.array(z.looseObject({ type: z.literal("summary_text"), text: z.string() })), []), encrypted_content: z._default(z.nullable(z.string()), null) });
const deltaSchema = z.looseObject({ delta: z.string(), output_index: z.optional(z.number()) });
const startSchema = z.looseObject({ output_index: z.number(), item: itemSchema });
const namedCallSchema = z.looseObject({ call_id: z.string(), name: z.string() });
const endSchema = z.looseObject({ response: responseSchema });

type Item = z.infer<typeof itemSchema>;

/** Folds the Responses API's events into an answer, telling each piece as it comes. Unknown events and items are skipped. */
export async function foldOpenAi(stream: AsyncIterable<unknown>, endpoint: Endpoint, onDelta: (delta: ModelDelta) => void): Promise<ModelAnswer> {
  const items = new Map<number, Item>();
  const calls = new Map<number, { readonly id: string; readonly name: string }>();
  for await (const value of stream) {
    const { type } = parseWire(z.looseObject({ type: z.string() }), value, endpoint);
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
      case "response.refusal.delta":
        onDelta({ type: "text", text: parseWire(deltaSchema, value, endpoint).delta });
        break;
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        onDelta({ type: "reasoning", text: parseWire(deltaSchema, value, endpoint).delta });
        break;
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
        const done = [...items.entries()].sort(([one], [other]) => one - other).map(([, item]) => item);
        return toAnswer(done.length === 0 ? (response.output ?? []) : done, response, endpoint);
      }
      case "response.failed":
        throw toModelFailure({ message: "", error: parseWire(endSchema, value, endpoint).response.error }, endpoint);
      case "error":
        throw toModelFailure({ message: "", error: value }, endpoint);
      default:
    }
  }
  throw cutStream(endpoint);
}

function toAnswer(items: readonly Item[], { usage, incomplete_details: incomplete }: z.infer<typeof responseSchema>, endpoint: Endpoint): ModelAnswer {
  const of = <Schema extends z.ZodMiniType>(type: string, schema: Schema): z.infer<Schema>[] => items.filter((item) => item.type === type).map((item) => parseWire(schema, item, endpoint));
  const parts = of("message", messageSchema).flatMap(({ content }) => content);
  const refusal = parts.map((part) => part.refusal ?? "").join("");
  const thought = of("reasoning", reasoningSchema).map(({ id, summary, encrypted_content: encrypted }) => ({ type: "reasoning" as const, id, summary: summary.map(({ text }) => ({ type: "summary_text" as const, text })), encrypted_content: encrypted }));
  const calls = of("function_call", callSchema).map(({ call_id: id, name, arguments: text }) => ({ id, name, arguments: text }));
  const continuation: OpenAiContinuation | undefined = thought.some((each) => each.encrypted_content !== null) ? z.parse(continuationSchema, { provider: "openai", reasoning: thought }) : undefined;
  const sorted = sortToolCalls(calls);
  return {
    text: parts.map((part) => part.text ?? part.refusal ?? "").join(""),
    reasoning: thought.flatMap(({ summary }) => summary.map(({ text }) => text)).join("\n"),
    ...sorted,
    usage: usage === undefined || usage === null ? NO_USAGE : toUsage(usage),
    stop: stopOf(incomplete?.reason ?? undefined, refusal !== "", calls.length > 0, endpoint),
    ...(continuation === undefined ? {} : { continuation }),
  };
}

function stopOf(incomplete: string | undefined, refused: boolean, calls: boolean, { model }: Endpoint): ModelAnswer["stop"] {
  if (incomplete === "content_filter") throw new ModelFailure("refused", `${model} was stopped by its provider's content filter.`, "Put the request in other words, or choose another model for this role.");
  if (incomplete !== undefined) return "length";
  return refused ? "refused" : calls ? "tool_calls" : "end";
}

function toUsage({ input_tokens: input, output_tokens: output, input_tokens_details: read, output_tokens_details: thought }: z.infer<typeof usageSchema>): Usage {
  return { input, cachedInput: read?.cached_tokens ?? 0, cacheWrite: read?.cache_write_tokens ?? 0, output, reasoning: thought?.reasoning_tokens ?? 0 };
}
