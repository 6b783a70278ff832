import type { ModelRequest } from "../model-client.ts";

/** What a service said when it refused a request as such; undefined for every other failure. 404 is what it says of reasoning that it does not find. */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof Error && "status" in error && (error.status === 400 || error.status === 404) ? error.message : undefined;
}

/** The request without the reasoning of earlier turns, which a service may refuse because a text before it has changed since; undefined where there is none. */
export function withoutThoughts(request: ModelRequest): ModelRequest | undefined {
  if (!request.messages.some((message) => message.role === "assistant" && message.continuation !== undefined)) return undefined;
  return { ...request, messages: request.messages.map((message) => (message.role === "assistant" ? { role: message.role, text: message.text, toolCalls: message.toolCalls } : message)) };
}
