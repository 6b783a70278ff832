import * as z from "zod/mini";
import { type ModelAnswer, type ModelDelta, NO_USAGE, type Usage } from "../model-client.ts";
import { cutStream, noEvent, parseWire, sortToolCalls, tokenCount } from "./call-service.ts";
import { toModelFailure } from "../resilience/classify.ts";
import { fragmentSchema, joinFragments } from "./chat-tool-calls.ts";
import type { Endpoint } from "./endpoint.ts";

/** The most tool calls of one answer; each new one is compared with all before. */
const MOST_CALLS = 256;
const text = z.optional(z.nullable(z.string()));
const count = z.optional(z.nullable(tokenCount));
const usageSchema = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  prompt_tokens_details: z.optional(z.nullable(z.looseObject({ cached_tokens: count }))),
  completion_tokens_details: z.optional(z.nullable(z.looseObject({ reasoning_tokens: count }))),
});
const chunkSchema = z.looseObject({
  choices: z.optional(z.nullable(
    z.array(
      z.looseObject({
        delta: z.optional(z.nullable(z.looseObject({ content: text, reasoning_content: text, reasoning: text, refusal: text, tool_calls: z.optional(z.nullable(z.array(fragmentSchema))) }))),
        finish_reason: text,
      }),
    ),
  )),
  usage: z.optional(z.nullable(usageSchema)),
  error: z.optional(z.unknown()),
});

/**
 * Folds the chunks of Chat Completions into an answer. Servers differ: the usage may come in a chunk of its own after the end, reasoning under two
 * names, an empty reason for the end with every chunk, and an error in the middle of a stream that began well. `before` is how many tool
 * calls the conversation has had.
 */
export async function foldChat(stream: AsyncIterable<unknown>, endpoint: Endpoint, onDelta: (delta: ModelDelta) => void, before: number, onUsage?: (usage: Usage) => void): Promise<ModelAnswer> {
  const joiner = joinFragments(before);
  const said = { text: "", reasoning: "", refusal: "" };
  let usage: Usage = NO_USAGE;
  let finish: string | undefined;
  for await (const value of stream) {
    const chunk = parseWire(chunkSchema, value, endpoint);
    if (chunk.error !== undefined && chunk.error !== null) throw toModelFailure({ message: "", error: chunk.error }, endpoint);
    if (chunk.usage !== undefined && chunk.usage !== null) {
      usage = toUsage(chunk.usage);
      onUsage?.(usage);
    }
    const [choice] = chunk.choices ?? [];
    if (choice === undefined) continue;
    const { content, refusal, tool_calls: fragments } = choice.delta ?? {};
    const reasoning = nonEmpty(choice.delta?.reasoning_content) ?? choice.delta?.reasoning ?? "";
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
    for (const fragment of fragments ?? []) {
      onDelta(joiner.add(fragment));
      if (joiner.calls.length > MOST_CALLS) throw noEvent(endpoint, `more than ${MOST_CALLS} tool calls in one answer`);
    }
    finish = nonEmpty(choice.finish_reason) ?? finish;
  }
  if (finish === undefined) throw cutStream(endpoint);
  if (finish === "error") throw toModelFailure({ error: "It ended its answer with an error." }, endpoint);
  return { text: said.text, reasoning: said.reasoning, ...sortToolCalls(joiner.calls), usage, stop: stopOf(finish, joiner.calls.length > 0, said.refusal !== "") };
}

function nonEmpty(value: string | null | undefined): string | undefined {
  return value === null || value === "" ? undefined : value;
}

function stopOf(finish: string, calls: boolean, refused: boolean): ModelAnswer["stop"] {
  if (finish === "content_filter" || refused) return "refused";
  if (finish === "length") return "length";
  // Some servers end a turn with tool calls as any other.
  return calls ? "tool_calls" : "end";
}

function toUsage({ prompt_tokens: input, completion_tokens: output, prompt_tokens_details: read, completion_tokens_details: thought }: z.infer<typeof usageSchema>): Usage {
  return { input: input ?? 0, cachedInput: read?.cached_tokens ?? 0, cacheWrite: 0, output: output ?? 0, reasoning: thought?.reasoning_tokens ?? 0 };
}
