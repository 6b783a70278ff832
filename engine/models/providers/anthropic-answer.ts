import * as z from "zod/mini";
import type { ModelAnswer, ModelDelta, Usage } from "../model-client.ts";
import type { AnthropicContinuation } from "./anthropic-request.ts";
import { cutStream, noEvent, parseWire, sortToolCalls, tokenCount } from "./call-service.ts";
import type { Endpoint } from "./endpoint.ts";

const tokens = z.optional(z.nullable(tokenCount));
const usageSchema = z.looseObject({
  input_tokens: tokens,
  output_tokens: tokens,
  cache_read_input_tokens: tokens,
  cache_creation_input_tokens: tokens,
  output_tokens_details: z.optional(z.nullable(z.looseObject({ thinking_tokens: tokens }))),
});
const textual = z._default(z.string(), "");
const blockSchemas = {
  text: z.looseObject({ text: textual }),
  thinking: z.looseObject({ thinking: textual, signature: textual }),
  redacted_thinking: z.looseObject({ data: z.string() }),
  tool_use: z.looseObject({ id: z.string(), name: z.string(), input: z.optional(z.unknown()) }),
} as const;
const deltaSchema = z.union([
  z.looseObject({ type: z.literal("text_delta"), text: z.string() }),
  z.looseObject({ type: z.literal("thinking_delta"), thinking: z.string() }),
  z.looseObject({ type: z.literal("signature_delta"), signature: z.string() }),
  z.looseObject({ type: z.literal("input_json_delta"), partial_json: z.string() }),
]);
const eventSchema = z.looseObject({ type: z.string() });
const events = {
  message_start: z.looseObject({ message: z.looseObject({ usage: z.optional(usageSchema) }) }),
  content_block_start: z.looseObject({ index: z.number(), content_block: z.looseObject({ type: z.string() }) }),
  content_block_delta: z.looseObject({ index: z.number(), delta: z.looseObject({ type: z.string() }) }),
  content_block_stop: z.looseObject({ index: z.number() }),
  message_delta: z.looseObject({ delta: z.looseObject({ stop_reason: z.optional(z.nullable(z.string())) }), usage: z.optional(usageSchema) }),
} as const;
/** The kind of block that each delta belongs to. */
const blockOf: ReadonlyMap<string, string> = new Map([["text_delta", "text"], ["thinking_delta", "thinking"], ["signature_delta", "thinking"], ["input_json_delta", "tool_use"]]);

interface Block {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  text: string;
  signature: string;
  readonly data: string;
  /** The JSON of a call that came whole at the start; the service itself sends it in pieces. */
  readonly given: string;
}

/** Folds the Messages API's events into an answer, telling each piece as it comes. Unknown events and blocks are skipped. */
export async function foldAnthropic(stream: AsyncIterable<unknown>, endpoint: Endpoint, onDelta: (delta: ModelDelta) => void, onUsage?: (usage: Usage) => void): Promise<ModelAnswer> {
  const blocks = new Map<number, Block>();
  let usage: Usage = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 };
  let stop: string | undefined;
  for await (const value of stream) {
    const { type } = parseWire(eventSchema, value, endpoint);
    switch (type) {
      case "message_start":
        usage = addUsage(usage, parseWire(events.message_start, value, endpoint).message.usage);
        onUsage?.(usage);
        break;
      case "content_block_start": {
        const { index, content_block: block } = parseWire(events.content_block_start, value, endpoint);
        if (blocks.has(index)) throw noEvent(endpoint, `block ${index} begins a second time`);
        const started = startBlock(block.type, block, endpoint);
        blocks.set(index, started);
        tellStart(started, index, onDelta);
        break;
      }
      case "content_block_delta": {
        const { index, delta } = parseWire(events.content_block_delta, value, endpoint);
        const block = blocks.get(index);
        if (block === undefined) throw noEvent(endpoint, `a piece of block ${index}, which never began`);
        const belongs = blockOf.get(delta.type);
        if (belongs === undefined || !(block.type in blockSchemas)) break;
        if (belongs !== block.type) throw noEvent(endpoint, `${delta.type} in a block of ${block.type}`);
        addDelta(block, index, parseWire(deltaSchema, delta, endpoint), onDelta);
        break;
      }
      case "content_block_stop": {
        const { index } = parseWire(events.content_block_stop, value, endpoint);
        const block = blocks.get(index);
        if (block?.text === "" && block.given !== "") addDelta(block, index, { type: "input_json_delta", partial_json: block.given }, onDelta);
        break;
      }
      case "message_delta": {
        const { delta, usage: counted } = parseWire(events.message_delta, value, endpoint);
        stop = delta.stop_reason ?? stop;
        usage = addUsage(usage, counted);
        onUsage?.(usage);
        break;
      }
      case "message_stop":
        // A turn that pauses for the service's own tools wants to be gone on with.
        if (stop === undefined || stop === "pause_turn") throw cutStream(endpoint);
        return toAnswer([...blocks.values()], usage, stop);
      default:
    }
  }
  throw cutStream(endpoint);
}

const nothing = { id: "", name: "", text: "", signature: "", data: "", given: "" };

function startBlock(type: string, block: unknown, endpoint: Endpoint): Block {
  switch (type) {
    case "text":
      return { ...nothing, type, text: parseWire(blockSchemas.text, block, endpoint).text };
    case "thinking": {
      const { thinking, signature } = parseWire(blockSchemas.thinking, block, endpoint);
      return { ...nothing, type, text: thinking, signature };
    }
    case "redacted_thinking":
      return { ...nothing, type, data: parseWire(blockSchemas.redacted_thinking, block, endpoint).data };
    case "tool_use": {
      const { id, name, input } = parseWire(blockSchemas.tool_use, block, endpoint);
      const given = typeof input === "object" && input !== null && Object.keys(input).length > 0 ? JSON.stringify(input) : "";
      return { ...nothing, type, id, name, given };
    }
    default:
      return { ...nothing, type };
  }
}

function tellStart(block: Block, index: number, onDelta: (delta: ModelDelta) => void): void {
  if (block.type === "tool_use") onDelta({ type: "tool_call", index, id: block.id, name: block.name, arguments: "" });
  if (block.type === "text" && block.text !== "") onDelta({ type: "text", text: block.text });
  if (block.type === "thinking" && block.text !== "") onDelta({ type: "reasoning", text: block.text });
}

function addDelta(block: Block, index: number, delta: z.infer<typeof deltaSchema>, onDelta: (delta: ModelDelta) => void): void {
  switch (delta.type) {
    case "text_delta":
      block.text += delta.text;
      onDelta({ type: "text", text: delta.text });
      return;
    case "thinking_delta":
      block.text += delta.thinking;
      onDelta({ type: "reasoning", text: delta.thinking });
      return;
    case "signature_delta":
      block.signature += delta.signature;
      return;
    case "input_json_delta":
      block.text += delta.partial_json;
      onDelta({ type: "tool_call", index, id: block.id, name: block.name, arguments: delta.partial_json });
  }
}

/** `input_tokens` leaves out what the cache read and wrote; our `input` has both. Counts of a later event stand for the whole so far. */
function addUsage(before: Usage, counted: z.infer<typeof usageSchema> | undefined): Usage {
  if (counted === undefined) return before;
  const cachedInput = counted.cache_read_input_tokens ?? before.cachedInput;
  const cacheWrite = counted.cache_creation_input_tokens ?? before.cacheWrite;
  const fresh = counted.input_tokens ?? before.input - before.cachedInput - before.cacheWrite;
  return { input: fresh + cachedInput + cacheWrite, cachedInput, cacheWrite, output: counted.output_tokens ?? before.output, reasoning: counted.output_tokens_details?.thinking_tokens ?? before.reasoning };
}

function toAnswer(blocks: readonly Block[], usage: Usage, stop: string): ModelAnswer {
  const of = (type: string): string => blocks.filter((block) => block.type === type).map(({ text }) => text).join("");
  const calls = blocks.filter(({ type }) => type === "tool_use").map(({ id, name, text }) => ({ id, name, arguments: text }));
  const places = blocks.flatMap((block): AnthropicContinuation["places"] => {
    switch (block.type) {
      case "thinking":
        return [{ kept: { type: "thinking", thinking: block.text, signature: block.signature } }];
      case "redacted_thinking":
        return [{ kept: { type: "redacted_thinking", data: block.data } }];
      case "text":
        return [{ characters: block.text.length }];
      case "tool_use":
        return [{ call: block.id }];
      default:
        return [];
    }
  });
  const continuation: AnthropicContinuation | undefined = places.some((place) => "kept" in place) ? { provider: "anthropic", places } : undefined;
  return { text: of("text"), reasoning: of("thinking"), ...sortToolCalls(calls), usage, stop: stops[stop] ?? "end", ...(continuation === undefined ? {} : { continuation }) };
}

const stops: Readonly<Record<string, ModelAnswer["stop"]>> = { tool_use: "tool_calls", max_tokens: "length", model_context_window_exceeded: "length", refusal: "refused" };
