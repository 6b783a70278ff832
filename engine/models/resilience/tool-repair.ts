import { z } from "zod";
import type { Message, Tool, ToolCall } from "../../agent-api/completion.ts";
import type { InvalidToolCall, ModelAnswer, ModelClient, ModelRequest, Usage } from "../model-client.ts";

/**
 * Sends tool calls that cannot be run (no JSON, no such tool, arguments that do not fit its schema) back to the model once, each with what is
 * wrong with it. What is still wrong then stays in `invalidToolCalls`. The usage is that of both calls.
 */
export function withToolRepair(client: ModelClient): ModelClient {
  return {
    complete: async (request, options) => {
      const first = checked(await client.complete(request, options), request.tools);
      // What the output limit cut would be cut again.
      if (first.invalidToolCalls.length === 0 || first.stop === "length") return first;
      options.onDelta?.({ type: "restart", reason: "A tool call could not be run." });
      const second = checked(await client.complete(withErrors(request, first), options), request.tools);
      return { ...second, usage: sum(first.usage, second.usage) };
    },
  };
}

/** The answer with every call that cannot be run among the invalid ones. */
function checked(answer: ModelAnswer, tools: readonly Tool[]): ModelAnswer {
  const toolCalls: ToolCall[] = [];
  const invalidToolCalls: InvalidToolCall[] = [...answer.invalidToolCalls];
  for (const call of answer.toolCalls) {
    const reason = faultOf(call, tools);
    if (reason === undefined) toolCalls.push(call);
    else invalidToolCalls.push({ id: call.id, name: call.name, text: JSON.stringify(call.arguments), reason });
  }
  return invalidToolCalls.length === answer.invalidToolCalls.length ? answer : { ...answer, toolCalls, invalidToolCalls };
}

function faultOf({ name, arguments: given }: ToolCall, tools: readonly Tool[]): string | undefined {
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) return `There is no tool named "${name}". There are: ${tools.map((each) => each.name).join(", ")}.`;
  const parsed = readSchema(tool.parameters)?.safeParse(given) ?? { success: true };
  return parsed.success ? undefined : `The arguments do not fit the tool's schema: ${z.prettifyError(parsed.error)}`;
}

/** A schema with what zod does not know (conditions, say) checks nothing here; whoever runs the tool parses its arguments in any case. */
function readSchema(parameters: Tool["parameters"]): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(parameters);
  } catch {
    return undefined;
  }
}

function withErrors(request: ModelRequest, { text, toolCalls, invalidToolCalls, continuation }: ModelAnswer): ModelRequest {
  const said: Message = {
    role: "assistant",
    text,
    toolCalls: [...toolCalls, ...invalidToolCalls.map(({ id, name }) => ({ id, name, arguments: {} }))],
    ...(continuation === undefined ? {} : { continuation }),
  };
  const results: Message[] = [
    ...toolCalls.map(({ id }): Message => ({ role: "tool", call: id, text: "Not run, because another call of this turn was wrong. Make it again." })),
    ...invalidToolCalls.map(({ id, text: given, reason }): Message => ({ role: "tool", call: id, text: `Error: ${reason} You gave: ${given}` })),
  ];
  return { ...request, messages: [...request.messages, said, ...results] };
}

function sum(one: Usage, other: Usage): Usage {
  return {
    input: one.input + other.input,
    cachedInput: one.cachedInput + other.cachedInput,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    output: one.output + other.output,
    reasoning: one.reasoning + other.reasoning,
  };
}
