import * as z from "zod/mini";
import { relevantFileSchema, roleSchema, stepSchema } from "../protocol/words.ts";

/** A JSON Schema; the kernel passes it on to providers as it is. */
const jsonSchema = z.record(z.string(), z.unknown());

export const toolSchema = z.object({ name: z.string(), description: z.string(), parameters: jsonSchema });
export type Tool = z.infer<typeof toolSchema>;

export const toolCallSchema = z.object({ id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) });
export type ToolCall = z.infer<typeof toolCallSchema>;

export const messageSchema = z.discriminatedUnion("role", [
  z.object({ role: z.literal("system"), text: z.string() }),
  z.object({ role: z.literal("user"), text: z.string() }),
  /** `continuation` is what the completion had under this name, given back as it was. */
  z.object({ role: z.literal("assistant"), text: z.string(), toolCalls: z.array(toolCallSchema), continuation: z.optional(z.unknown()) }),
  z.object({ role: z.literal("tool"), call: z.string(), text: z.string() }),
]);
export type Message = z.infer<typeof messageSchema>;

/** What the messages are about, as data: a deterministic provider answers from this, a language model from the messages. */
export const subjectSchema = z.discriminatedUnion("stage", [
  z.object({ stage: z.literal("analyze"), request: z.string() }),
  z.object({ stage: z.literal("plan"), request: z.string(), relevant: z.array(relevantFileSchema) }),
  z.object({ stage: z.literal("implement"), request: z.string(), step: stepSchema }),
  /** A check failed, or the user said something: the answer is all that is left to do, in the place of the steps that wait. */
  z.object({ stage: z.literal("revise"), request: z.string(), waiting: z.array(stepSchema), failed: z.boolean() }),
  /** A conversation became too long: the answer is its summary. */
  z.object({ stage: z.literal("compact"), request: z.string() }),
]);
export type Subject = z.infer<typeof subjectSchema>;

export const completionRequestSchema = z.object({
  role: roleSchema,
  subject: subjectSchema,
  messages: z.array(messageSchema),
  tools: z.array(toolSchema),
});
export type CompletionRequest = z.infer<typeof completionRequestSchema>;

export const analysisSchema = z.object({ relevant: z.array(relevantFileSchema) });
export type Analysis = z.infer<typeof analysisSchema>;

/** A plan without steps is an answer: the request needs no edit, or cannot be done. */
export const planSchema = z.object({ steps: z.array(stepSchema), answer: z.optional(z.string()) });
export type Plan = z.infer<typeof planSchema>;

/**
 * A whole answer; `analysis` and `plan` are there exactly when the subject's stage asks for them, checked by the kernel. `fill` says how
 * much of the model's window the conversation took with this answer, from 0 to 1.
 */
export const completionSchema = z.object({
  text: z.string(),
  toolCalls: z.array(toolCallSchema),
  analysis: z.optional(analysisSchema),
  plan: z.optional(planSchema),
  fill: z.number(),
  continuation: z.optional(z.unknown()),
});
export type Completion = z.infer<typeof completionSchema>;
