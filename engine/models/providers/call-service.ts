import * as z from "zod/mini";
import type { CallOptions, InvalidToolCall, ModelAnswer, ModelDelta } from "../model-client.ts";
import type { ToolCall } from "../../agent-api/completion.ts";
import { isModelFailure, ModelFailure } from "../model-failure.ts";
import { toModelFailure } from "../resilience/classify.ts";
import type { Endpoint } from "./endpoint.ts";

/** Makes one call; whatever breaks is a `ModelFailure`, except that a canceled one rejects with its signal's reason and tells nothing more. */
export async function callService(endpoint: Endpoint, { signal, onDelta }: CallOptions, call: (tell: (delta: ModelDelta) => void) => Promise<ModelAnswer>): Promise<ModelAnswer> {
  signal.throwIfAborted();
  try {
    const answer = await call((delta) => {
      signal.throwIfAborted();
      onDelta?.(delta);
    });
    // The SDKs end an aborted stream as if it were whole.
    signal.throwIfAborted();
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    // The SDKs wrap what our fetch throws.
    throw error instanceof Error && isModelFailure(error.cause) ? error.cause : toModelFailure(error, endpoint);
  }
}

/** An event of the service, parsed. @throws ModelFailure `malformed` */
export function parseWire<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, endpoint: Endpoint): z.infer<Schema> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw noEvent(endpoint, z.prettifyError(parsed.error).replaceAll(/\s+/g, " "));
}

/** The failure of a stream with an event that cannot be. */
export function noEvent({ provider, model }: Endpoint, what: string): ModelFailure {
  return new ModelFailure("malformed", `${model} (${provider}) sent an event that is none: ${what}.`, "Try again later, or choose another model for this role.");
}

/** A number of tokens as a service counts them. A wrong one must not lower what a task has cost. */
export const tokenCount = z.pipe(z.number(), z.transform((count) => Math.max(0, Math.round(count))));

/** The failure of a stream that ended before its end. */
export function cutStream({ provider, model }: Endpoint): ModelFailure {
  return new ModelFailure("cut_stream", `${model} (${provider}) broke off in the middle of its answer.`, "Try again later, or choose another model for this role.");
}

/** A tool call as it came over the wire. */
export interface WireToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON; nothing at all stands for no arguments. */
  readonly arguments: string;
}

const argumentsSchema = z.record(z.string(), z.unknown());

/** Tells the calls whose arguments are a JSON object from those whose are none. */
export function sortToolCalls(calls: readonly WireToolCall[]): Pick<ModelAnswer, "toolCalls" | "invalidToolCalls"> {
  const toolCalls: ToolCall[] = [];
  const invalidToolCalls: InvalidToolCall[] = [];
  for (const { id, name, arguments: text } of calls) {
    const parsed = z.safeParse(argumentsSchema, parseJson(text.trim() === "" ? "{}" : text));
    if (parsed.success) toolCalls.push({ id, name, arguments: parsed.data });
    else invalidToolCalls.push({ id, name, text, reason: "The arguments are no JSON object." });
  }
  return { toolCalls, invalidToolCalls };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
