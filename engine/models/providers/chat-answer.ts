import * as z from "zod/mini";
import { type ModelAnswer, type ModelDelta, NO_USAGE, type Usage } from "../model-client.ts";
import { cutStream, parseWire, sortToolCalls } from "./call-service.ts";
import { toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";

const text = z.optional(z.nullable(z.string()));
const count = z.optional(z.nullable(z.number()));
const usageSchema = z.looseObject({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  prompt_tokens_details: z.optional(z.nullable(z.looseObject({ cached_tokens: count }))),
  completion_tokens_details: z.optional(z.nullable(z.looseObject({ reasoning_tokens: count }))),
});
const fragmentSchema = z.looseObject({ index: count, id: text, function: z.optional(z.looseObject({ name: text, arguments: text })) });
const chunkSchema = z.looseObject({
  choices: z._default(
    z.array(
      z.looseObject({
        delta: z.optional(z.nullable(z.looseObject({ content: text, reasoning_content: text, reasoning: text, refusal: text, tool_calls: z.optional(z.nullable(z.array(fragmentSchema))) }))),
        finish_reason: text,
      }),
    ),
    [],
  ),
  usage: z.optional(z.nullable(usageSchema)),
  error: z.optional(z.unknown()),
});

interface Call {
  readonly index: number;
  id: string;
  name: string;
  arguments: string;
}

/**
 * Folds the chunks of Chat Completions into an answer. Servers differ: fragments of tool calls may come without index or id, the usage in a
 * chunk of its own after the end, reasoning under two names, and an error in the middle of a stream that began well.
 */
export async function foldChat(stream: AsyncIterable<unknown>, endpoint: Endpoint, onDelta: (delta: ModelDelta) => void): Promise<ModelAnswer> {
  const calls: Call[] = [];
  const said = { text: "", reasoning: "", refusal: "" };
  let usage: Usage = NO_USAGE;
  let finish: string | undefined;
  for await (const value of stream) {
    const chunk = parseWire(chunkSchema, value, endpoint);
    if (chunk.error !== undefined && chunk.error !== null) throw toModelFailure({ message: "", error: chunk.error }, endpoint);
    if (chunk.usage !== undefined && chunk.usage !== null) usage = toUsage(chunk.usage);
    const [choice] = chunk.choices;
    if (choice === undefined) continue;
    const { content, refusal, tool_calls: fragments } = choice.delta ?? {};
    const reasoning = choice.delta?.reasoning_content ?? choice.delta?.reasoning ?? "";
    if (reasoning !== "") {
      said.reasoning += reasoning;
      onDelta({ type: "reasoning", text: reasoning });
    }
    const words = (content ?? "") + (refusal ?? "");
    if (words !== "") {
      said.text += words;
      said.refusal += refusal ?? "";
      onDelta({ type: "text", text: words });
    }
    for (const fragment of fragments ?? []) addFragment(calls, fragment, onDelta);
    finish = choice.finish_reason ?? finish;
  }
  if (finish === undefined) throw cutStream(endpoint);
  return { text: said.text, reasoning: said.reasoning, ...sortToolCalls(calls), usage, stop: stopOf(finish, calls.length > 0, said.refusal !== "") };
}

function addFragment(calls: Call[], { index, id, function: given }: z.infer<typeof fragmentSchema>, onDelta: (delta: ModelDelta) => void): void {
  const last = calls.at(-1);
  // Without an index, a fragment with a new id or a name begins a call.
  const known = index === undefined || index === null ? (((id ?? "") !== "" && id !== last?.id) || (last !== undefined && (given?.name ?? "") !== "" && last.arguments !== "") ? undefined : last) : calls.find((call) => call.index === index);
  const place = index ?? calls.length;
  const call = known ?? { index: place, id: id ?? `call_${place}`, name: "", arguments: "" };
  if (known === undefined) calls.push(call);
  if ((given?.name ?? "") !== "" && call.name === "") call.name = given?.name ?? "";
  const added = given?.arguments ?? "";
  call.arguments += added;
  onDelta({ type: "tool_call", index: call.index, id: call.id, name: call.name, arguments: added });
}

function stopOf(finish: string, calls: boolean, refused: boolean): ModelAnswer["stop"] {
  if (finish === "content_filter" || refused) return "refused";
  if (finish === "length") return "length";
  // Some servers end a turn with tool calls as any other.
  return calls ? "tool_calls" : "end";
}

function toUsage({ prompt_tokens: input, completion_tokens: output, prompt_tokens_details: read, completion_tokens_details: thought }: z.infer<typeof usageSchema>): Usage {
  return { input, cachedInput: read?.cached_tokens ?? 0, cacheWrite: 0, output, reasoning: thought?.reasoning_tokens ?? 0 };
}
