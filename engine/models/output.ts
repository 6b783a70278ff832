import * as z from "zod/mini";
import { analysisSchema, type Completion, planSchema, type Subject } from "../agent-api/completion.ts";
import type { ModelAnswer, OutputSchema } from "./model-client.ts";
import { ModelFailure } from "./model-failure.ts";

const outputs = { analyze: analysisSchema, plan: planSchema, revise: planSchema } as const;

/** The structured output that a stage asks for; undefined where free text is the answer. */
export function outputOf({ stage }: Subject): OutputSchema | undefined {
  if (stage === "implement" || stage === "compact") return undefined;
  return { name: stage, schema: z.toJSONSchema(outputs[stage]) };
}

/** An answer in the agent API's form, its structured output parsed. @throws ModelFailure `malformed` when the output is not of its schema */
export function toCompletion({ stage }: Subject, { text, toolCalls, invalidToolCalls, continuation, fill = 0 }: ModelAnswer): Completion {
  // Calls that stayed wrong go on as far as they can be read: the agent answers each with its error, and the model is not taken to be done.
  const kept = { text, toolCalls: [...toolCalls, ...invalidToolCalls.map(({ id, name, text: given }) => ({ id, name, arguments: readArguments(given) }))], fill, ...(continuation === undefined ? {} : { continuation }) };
  if (stage === "implement" || stage === "compact" || toolCalls.length > 0) return kept;
  const value = parseJson(text);
  switch (stage) {
    case "analyze":
      return { ...kept, analysis: parseOutput(analysisSchema, value) };
    case "plan":
    case "revise":
      return { ...kept, plan: parseOutput(planSchema, value) };
  }
}

function readArguments(text: string): Readonly<Record<string, unknown>> {
  const parsed = z.safeParse(z.record(z.string(), z.unknown()), parseJson(text));
  return parsed.success ? parsed.data : {};
}

/** Models that know no structured output wrap it in a fence, or in words. */
function parseJson(text: string): unknown {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

function parseOutput<Output>(schema: z.ZodMiniType<Output>, value: unknown): Output {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new ModelFailure("malformed", `The model's answer does not have the form that was asked for: ${z.prettifyError(parsed.error)}.`, "Try again, or choose another model for this role.");
}
