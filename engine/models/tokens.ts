import type { Message } from "../agent-api/completion.ts";
import type { ModelRequest } from "./model-client.ts";

/** Counts the o200k_base tokens of a text. */
export type CountTokens = (text: string) => number;

/** Loads the tokenizer (2 MB of tables), so only when an exact count is needed. */
export async function loadTokenizer(): Promise<CountTokens> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // Text that looks like a control token is text.
  return (text) => countTokens(text, { disallowedSpecial: new Set() });
}

/** What a service adds around each message and tool; measured on the Responses API, rounded up. */
const PER_PART = 8;

/** Tokens that a request takes of its model's window, as o200k_base counts them. */
export function requestTokens(request: ModelRequest, count: CountTokens): number {
  return partsOf(request).reduce((sum, text) => sum + count(text) + PER_PART, 0);
}

/** No text has more tokens than UTF-8 bytes: a bound that needs no tokenizer. */
export function mostTokens(request: ModelRequest): number {
  return requestTokens(request, (text) => Buffer.byteLength(text));
}

function partsOf({ messages, tools, output }: ModelRequest): readonly string[] {
  return [...messages.map(textOf), ...tools.map((tool) => JSON.stringify(tool)), ...(output === undefined ? [] : [JSON.stringify(output.schema)])];
}

function textOf(message: Message): string {
  if (message.role !== "assistant") return message.text;
  const { text, toolCalls, continuation } = message;
  return text + (toolCalls.length === 0 ? "" : JSON.stringify(toolCalls)) + (continuation === undefined ? "" : JSON.stringify(continuation));
}
