import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from "openai/resources/chat/completions/completions";
import type { Message } from "../../agent-api/completion.ts";
import type { ModelRequest } from "../model-client.ts";
import { outputInstruction } from "../output-instruction.ts";

/** What a server has shown that it does not know. */
export interface ChatLimits {
  readonly structuredOutput: boolean;
  readonly usageInStream: boolean;
  /** The limit of the output under its old name. */
  readonly maxTokens: boolean;
}

/** The Chat Completions API's request, in the form that the many servers of it have in common. */
export function chatRequest(model: string, { messages, tools, output, maxOutputTokens, temperature, reasoningEffort }: ModelRequest, limits: ChatLimits): ChatCompletionCreateParamsStreaming {
  const asked = output !== undefined && !limits.structuredOutput ? [{ role: "system" as const, content: outputInstruction(output) }] : [];
  return {
    model,
    stream: true,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only name that most servers other than OpenAI's own know
    ...(limits.maxTokens ? { max_tokens: maxOutputTokens } : { max_completion_tokens: maxOutputTokens }),
    messages: [...asked, ...messages.map(toChatMessage)],
    ...(limits.usageInStream ? { stream_options: { include_usage: true } } : {}),
    ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }) => ({ type: "function" as const, function: { name, description, parameters } })) }),
    ...(output === undefined || !limits.structuredOutput ? {} : { response_format: { type: "json_schema" as const, json_schema: { name: output.name, schema: output.schema } } }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
  };
}

function toChatMessage(message: Message): ChatCompletionMessageParam {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.text };
    case "user":
      return { role: "user", content: message.text };
    case "tool":
      return { role: "tool", tool_call_id: message.call, content: message.text };
    case "assistant": {
      const { text, toolCalls } = message;
      const calls = toolCalls.map(({ id, name, arguments: given }) => ({ type: "function" as const, id, function: { name, arguments: JSON.stringify(given) } }));
      return { role: "assistant", content: text, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
    }
  }
}
