import { CancellationTokenSource, type LanguageModelChat, LanguageModelChatMessage, LanguageModelError, LanguageModelTextPart, LanguageModelToolCallPart, LanguageModelToolResultPart } from "vscode";
import * as z from "zod/mini";
import type { Message, ToolCall } from "../../engine/agent-api/completion.ts";
import { type CallOptions, type ModelAnswer, type ModelClient, type ModelRequest, NO_USAGE } from "../../engine/models/model-client.ts";
import { type FailureKind, isModelFailure, ModelFailure } from "../../engine/models/model-failure.ts";
import { outputInstruction } from "../../engine/models/output-instruction.ts";

/** A model that the editor offers, as a client. The editor keeps the account of its use, so no usage record comes back. */
export function createChatClient(model: LanguageModelChat): ModelClient {
  return {
    complete: async (request, options) => {
      const { signal } = options;
      signal.throwIfAborted();
      const source = new CancellationTokenSource();
      const cancel = (): void => { source.cancel(); };
      signal.addEventListener("abort", cancel, { once: true });
      try {
        return await answer(model, request, options, source);
      } catch (error) {
        signal.throwIfAborted();
        throw toFailure(error, model);
      } finally {
        signal.removeEventListener("abort", cancel);
        source.dispose();
      }
    },
  };
}

async function answer(model: LanguageModelChat, request: ModelRequest, { signal, onDelta }: CallOptions, { token }: CancellationTokenSource): Promise<ModelAnswer> {
  const tools = request.tools.map(({ name, description, parameters }) => ({ name, description, inputSchema: parameters }));
  const response = await model.sendRequest(toChatMessages(request), { justification: "You asked Unified DGM to work on this project.", tools }, token);
  let text = "";
  const toolCalls: ToolCall[] = [];
  for await (const part of response.stream) {
    signal.throwIfAborted();
    if (part instanceof LanguageModelTextPart) {
      text += part.value;
      onDelta?.({ type: "text", text: part.value });
    } else if (part instanceof LanguageModelToolCallPart) {
      const call = { id: part.callId, name: part.name, arguments: z.parse(z.record(z.string(), z.unknown()), part.input) };
      onDelta?.({ type: "tool_call", index: toolCalls.length, id: call.id, name: call.name, arguments: JSON.stringify(call.arguments) });
      toolCalls.push(call);
    }
  }
  // A canceled stream ends like a whole one.
  signal.throwIfAborted();
  return { text, reasoning: "", toolCalls, invalidToolCalls: [], usage: NO_USAGE, stop: toolCalls.length > 0 ? "tool_calls" : "end" };
}

/** The editor's messages know no system role; results of parallel calls go back in one message. */
function toChatMessages({ messages, output }: ModelRequest): LanguageModelChatMessage[] {
  const chat: LanguageModelChatMessage[] = [];
  let results: LanguageModelToolResultPart[] = [];
  const deliver = (): void => {
    if (results.length > 0) chat.push(LanguageModelChatMessage.User(results));
    results = [];
  };
  for (const message of messages) {
    if (message.role === "tool") results.push(new LanguageModelToolResultPart(message.call, [new LanguageModelTextPart(message.text)]));
    else {
      deliver();
      chat.push(toChatMessage(message));
    }
  }
  deliver();
  if (output !== undefined) chat.push(LanguageModelChatMessage.User(outputInstruction(output)));
  return chat;
}

function toChatMessage(message: Exclude<Message, { role: "tool" }>): LanguageModelChatMessage {
  if (message.role !== "assistant") return LanguageModelChatMessage.User(message.text);
  const text = message.text === "" ? [] : [new LanguageModelTextPart(message.text)];
  return LanguageModelChatMessage.Assistant([...text, ...message.toolCalls.map((call) => new LanguageModelToolCallPart(call.id, call.name, call.arguments))]);
}

const kinds: Readonly<Record<string, FailureKind>> = { NoPermissions: "authentication", Blocked: "quota", NotFound: "missing_model" };
const remedies: Readonly<Partial<Record<FailureKind, string>>> = {
  authentication: "Allow it in the dialog that VS Code shows, or choose another model for this role.",
  quota: "Wait until the quota is renewed, or choose another model for this role.",
  missing_model: "Choose another model for this role.",
};

function toFailure(error: unknown, { name }: LanguageModelChat): ModelFailure {
  if (isModelFailure(error)) return error;
  const kind = (error instanceof LanguageModelError ? kinds[error.code] : undefined) ?? "server";
  const message = error instanceof Error ? error.message : String(error);
  return new ModelFailure(kind, `${name} (the editor's) gave no answer: ${message}`, remedies[kind] ?? "Try again, or choose another model for this role.", { cause: error });
}
