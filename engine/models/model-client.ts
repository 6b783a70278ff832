import type { Message, Subject, Tool, ToolCall } from "../agent-api/completion.ts";

export type ReasoningEffort = "minimal" | "low" | "medium" | "high";

/** The answer's text must be JSON of this schema. */
export interface OutputSchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One turn of a conversation. `output` and `tools` may both be there; a model that calls a tool gives no output yet. */
export interface ModelRequest {
  /** What the messages are about, as data: the embedded engine answers from this, a language model from the messages. */
  readonly subject: Subject;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly output?: OutputSchema;
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly reasoningEffort?: ReasoningEffort;
}

/** A piece of an answer as it arrives. `restart` takes back every piece before it: the call is made anew. */
export type ModelDelta =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  /** `index` tells parallel calls apart; `arguments` is a fragment of their JSON. */
  | { readonly type: "tool_call"; readonly index: number; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: "restart"; readonly reason: string };

/** Tokens of one call as its provider counts them. `input` has cached and written ones in it, `output` the reasoning. */
export interface Usage {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** A call whose arguments are no JSON object, as the model wrote them. */
export interface InvalidToolCall {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly reason: string;
}

/** A whole answer; a cut one is a `ModelFailure`, never this. */
export interface ModelAnswer {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly invalidToolCalls: readonly InvalidToolCall[];
  readonly usage: Usage;
  /** `length`: the output limit was reached, so the text may lack its end. `refused`: the model declined. */
  readonly stop: "end" | "tool_calls" | "length" | "refused";
  /** The part of the model's window that request and answer took, 0 to 1; set where the window is known. */
  readonly fill?: number;
  /** What this provider wants back with the assistant's message (signed reasoning); opaque to everybody else. */
  readonly continuation?: unknown;
}

export interface CallOptions {
  /** Aborting closes the socket; the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly onDelta?: (delta: ModelDelta) => void;
  /** What the provider has counted so far of this call, which it charges also where the answer then breaks off. */
  readonly onUsage?: (usage: Usage) => void;
  /** A sign of life that need not be a piece of the answer: bytes of any kind came. */
  readonly onActivity?: () => void;
}

/** A model behind a provider. */
export interface ModelClient {
  /** @throws ModelFailure when no whole answer can be had; the signal's reason when canceled. */
  readonly complete: (request: ModelRequest, options: CallOptions) => Promise<ModelAnswer>;
}

export const NO_USAGE: Usage = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 };
