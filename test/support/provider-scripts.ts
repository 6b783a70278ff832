import { createAnthropicClient } from "../../engine/models/providers/anthropic.ts";
import { createChatClient } from "../../engine/models/providers/chat-completions.ts";
import { createOpenAiClient } from "../../engine/models/providers/openai-responses.ts";
import type { ModelClient, Usage } from "../../engine/models/model-client.ts";
import type { WireEvent } from "./model-server.ts";

export const KEY = "sk-canary-0123456789abcdef";

/** One provider: its client, and a conversation's turn in the bytes that its service really sends. */
export interface ProviderScript {
  readonly name: string;
  readonly connect: (url: string) => ModelClient;
  /** Reasoning, text, two parallel tool calls, usage. */
  readonly turn: readonly WireEvent[];
  readonly usage: Usage;
  /** Only text, as short as it can be. */
  readonly hello: (text: string) => readonly WireEvent[];
  /** The last events, without which an answer is not whole. */
  readonly endsWith: number;
  /** Two calls: one whose arguments are no JSON. */
  readonly badArguments: readonly WireEvent[];
  /** An event of a kind that nobody knows yet. */
  readonly unknown: WireEvent;
}

const anthropicEvent = (data: { readonly type: string } & Readonly<Record<string, unknown>>): WireEvent => ({ event: data.type, data });
const block = (index: number, content: Readonly<Record<string, unknown>>, ...deltas: readonly Readonly<Record<string, unknown>>[]): readonly WireEvent[] => [
  anthropicEvent({ type: "content_block_start", index, content_block: content }),
  ...deltas.map((delta) => anthropicEvent({ type: "content_block_delta", index, delta })),
  anthropicEvent({ type: "content_block_stop", index }),
];
const anthropicStart = anthropicEvent({ type: "message_start", message: { id: "m", type: "message", role: "assistant", content: [], usage: { input_tokens: 40, cache_read_input_tokens: 50, cache_creation_input_tokens: 10, output_tokens: 1 } } });
const anthropicEnd = (stop: string): readonly WireEvent[] => [anthropicEvent({ type: "message_delta", delta: { stop_reason: stop }, usage: { output_tokens: 30 } }), anthropicEvent({ type: "message_stop" })];

const anthropic: ProviderScript = {
  name: "anthropic",
  connect: (url) => createAnthropicClient({ provider: "anthropic", model: "claude-sonnet-4-20250514", apiKey: KEY, baseUrl: url }),
  turn: [
    anthropicStart,
    { event: "ping", data: { type: "ping" } },
    ...block(0, { type: "thinking", thinking: "" }, { type: "thinking_delta", thinking: "Let me " }, { type: "thinking_delta", thinking: "see." }, { type: "signature_delta", signature: "signed" }),
    ...block(1, { type: "text", text: "" }, { type: "text_delta", text: "I look " }, { type: "text_delta", text: "into it." }),
    ...block(2, { type: "tool_use", id: "t1", name: "read_file", input: {} }, { type: "input_json_delta", partial_json: '{"path":' }, { type: "input_json_delta", partial_json: '"a.ts"}' }),
    ...block(3, { type: "tool_use", id: "t2", name: "list_files", input: {} }),
    ...anthropicEnd("tool_use"),
  ],
  usage: { input: 100, cachedInput: 50, cacheWrite: 10, output: 30, reasoning: 0 },
  hello: (text) => [anthropicStart, ...block(0, { type: "text", text: "" }, { type: "text_delta", text }), ...anthropicEnd("end_turn")],
  endsWith: 1,
  badArguments: [anthropicStart, ...block(0, { type: "tool_use", id: "t1", name: "read_file", input: {} }, { type: "input_json_delta", partial_json: '{"path": oops' }), ...block(1, { type: "tool_use", id: "t2", name: "list_files", input: {} }), ...anthropicEnd("tool_use")],
  unknown: anthropicEvent({ type: "message_sparkle", glitter: true }),
};

const openAiEvent = (data: { readonly type: string } & Readonly<Record<string, unknown>>): WireEvent => ({ event: data.type, data });
const item = (output_index: number, value: Readonly<Record<string, unknown>>): WireEvent => openAiEvent({ type: "response.output_item.done", output_index, item: value });
const added = (output_index: number, value: Readonly<Record<string, unknown>>): WireEvent => openAiEvent({ type: "response.output_item.added", output_index, item: value });
const call = (output_index: number, call_id: string, name: string, text: string): readonly WireEvent[] => [
  added(output_index, { type: "function_call", id: `fc_${call_id}`, call_id, name, arguments: "" }),
  ...(text === "" ? [] : [text.slice(0, 8), text.slice(8)]).map((delta) => openAiEvent({ type: "response.function_call_arguments.delta", output_index, item_id: `fc_${call_id}`, delta })),
  item(output_index, { type: "function_call", id: `fc_${call_id}`, call_id, name, arguments: text }),
];
const openAiText = (output_index: number, ...parts: readonly string[]): readonly WireEvent[] => [
  added(output_index, { type: "message", id: "m1", role: "assistant", content: [] }),
  ...parts.map((delta) => openAiEvent({ type: "response.output_text.delta", output_index, content_index: 0, item_id: "m1", delta })),
  item(output_index, { type: "message", id: "m1", role: "assistant", content: [{ type: "output_text", text: parts.join(""), annotations: [] }] }),
];
const openAiEnd = openAiEvent({ type: "response.completed", response: { id: "r", status: "completed", output: [], usage: { input_tokens: 100, input_tokens_details: { cached_tokens: 50 }, output_tokens: 30, output_tokens_details: { reasoning_tokens: 12 }, total_tokens: 130 } } });
const openAiStart = openAiEvent({ type: "response.created", response: { id: "r", status: "in_progress" } });

const openai: ProviderScript = {
  name: "openai",
  connect: (url) => createOpenAiClient({ provider: "openai", model: "o4-mini", apiKey: KEY, baseUrl: `${url}/v1` }),
  turn: [
    openAiStart,
    added(0, { type: "reasoning", id: "rs_1", summary: [] }),
    openAiEvent({ type: "response.reasoning_summary_text.delta", output_index: 0, item_id: "rs_1", summary_index: 0, delta: "Let me " }),
    openAiEvent({ type: "response.reasoning_summary_text.delta", output_index: 0, item_id: "rs_1", summary_index: 0, delta: "see." }),
    item(0, { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Let me see." }], encrypted_content: "sealed" }),
    ...openAiText(1, "I look ", "into it."),
    ...call(2, "t1", "read_file", '{"path":"a.ts"}'),
    ...call(3, "t2", "list_files", "{}"),
    openAiEnd,
  ],
  usage: { input: 100, cachedInput: 50, cacheWrite: 0, output: 30, reasoning: 12 },
  hello: (text) => [openAiStart, ...openAiText(0, text), openAiEnd],
  endsWith: 1,
  badArguments: [openAiStart, ...call(0, "t1", "read_file", '{"path": oops'), ...call(1, "t2", "list_files", ""), openAiEnd],
  unknown: openAiEvent({ type: "response.sparkle", glitter: true }),
};

const chunk = (delta: Readonly<Record<string, unknown>>, finish: string | null = null): WireEvent => ({ data: { id: "c", object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] } });
const fragment = (index: number, given: Readonly<Record<string, unknown>>, id?: string): WireEvent => chunk({ tool_calls: [{ index, ...(id === undefined ? {} : { id, type: "function" }), function: given }] });
const chatEnd = (finish: string): readonly WireEvent[] => [
  chunk({}, finish),
  { data: { id: "c", object: "chat.completion.chunk", choices: [], usage: { prompt_tokens: 100, completion_tokens: 30, prompt_tokens_details: { cached_tokens: 50 }, completion_tokens_details: { reasoning_tokens: 12 } } } },
  { data: "[DONE]" },
];

const chat: ProviderScript = {
  name: "openai_compatible",
  connect: (url) => createChatClient({ provider: "openai_compatible", model: "qwen3-coder", apiKey: KEY, baseUrl: `${url}/v1` }),
  turn: [
    chunk({ role: "assistant", content: "" }),
    chunk({ reasoning_content: "Let me " }),
    chunk({ reasoning_content: "see." }),
    chunk({ content: "I look " }),
    chunk({ content: "into it." }),
    fragment(0, { name: "read_file", arguments: "" }, "t1"),
    fragment(0, { arguments: '{"path":' }),
    fragment(0, { arguments: '"a.ts"}' }),
    fragment(1, { name: "list_files", arguments: "" }, "t2"),
    ...chatEnd("tool_calls"),
  ],
  usage: { input: 100, cachedInput: 50, cacheWrite: 0, output: 30, reasoning: 12 },
  hello: (text) => [chunk({ content: text }), ...chatEnd("stop")],
  // The end is the reason for it; the usage and [DONE] come after.
  endsWith: 3,
  badArguments: [fragment(0, { name: "read_file", arguments: '{"path": oops' }, "t1"), fragment(1, { name: "list_files", arguments: "{}" }, "t2"), ...chatEnd("tool_calls")],
  unknown: { event: "sparkle", data: { object: "sparkle", glitter: true } },
};

export const providerScripts: readonly ProviderScript[] = [anthropic, openai, chat];
