import * as z from "zod/mini";
import { approvalModeSchema, changeKindSchema, commandAnswerSchema, outcomeSchema, providerSchema, relevantFileSchema, roleSchema, stepSchema } from "./words.ts";

const path = z.string();
/** SHA-256 of a text kept beside the log, or null where there is no text (a created file's base, a deleted file's proposal). */
const blob = z.nullable(z.string());
/** Where a proposal stands after an event, so that any prefix of the log says what is still pending. */
const standing = { path, base: blob, proposed: blob, pending: z.number() };

const modelCall = { call: z.string(), provider: providerSchema, model: z.string() };

/** One provider's record of one call, in tokens: `input` has the cached and written ones in it, `output` the reasoning. */
export const usageSchema = z.object({ input: z.number(), cachedInput: z.number(), cacheWrite: z.number(), output: z.number(), reasoning: z.number() });

function event<Type extends string, Shape extends Record<string, z.core.$ZodType>>(type: Type, shape: Shape) {
  return z.object({ type: z.literal(type), ...shape });
}

/** What can happen in a task. Every view (panel, terminal, `--json`, resume) is a fold over these. */
export const eventBodySchema = z.discriminatedUnion("type", [
  event("task_started", { task: z.string(), request: z.string(), approvalMode: approvalModeSchema, workspace: z.string() }),
  /** It goes on after it was left in the middle: steps that had begun and not ended begin anew. */
  event("task_resumed", {}),
  event("roles_assigned", { roles: z.array(z.object({ role: roleSchema, provider: providerSchema, model: z.string() })) }),
  event("analysis_started", { files: z.number() }),
  event("analysis_finished", { files: z.number(), relevant: z.array(relevantFileSchema) }),
  event("plan_created", { steps: z.array(stepSchema) }),
  /** The whole plan as it is from now on; steps keep their ids, and their standing by them. */
  event("plan_changed", { by: z.enum(["agent", "user"]), steps: z.array(stepSchema) }),
  event("step_started", { step: z.string() }),
  event("step_progress", { step: z.string(), message: z.string(), done: z.number(), total: z.number() }),
  event("step_finished", { step: z.string(), outcome: z.enum(["done", "failed", "skipped"]), summary: z.string() }),
  event("model_call_started", { ...modelCall, role: roleSchema, stage: z.string() }),
  /** A piece of what the model says or thinks; pieces are joined so that the log does not grow by the token. */
  event("model_output", { call: z.string(), kind: z.enum(["text", "reasoning"]), text: z.string() }),
  event("model_call_retried", { role: roleSchema, model: z.string(), attempt: z.number(), delayMs: z.number(), reason: z.string() }),
  event("model_call_finished", { ...modelCall, role: roleSchema, usage: usageSchema, cost: z.nullable(z.number()), durationMs: z.number() }),
  event("model_call_failed", { ...modelCall, role: roleSchema, reason: z.string(), usage: z.optional(usageSchema), cost: z.optional(z.nullable(z.number())) }),
  event("model_replaced", { role: roleSchema, provider: providerSchema, model: z.string(), reason: z.string() }),
  event("tool_used", { step: z.string(), tool: z.string(), detail: z.string(), failed: z.boolean() }),
  event("history_compacted", { role: roleSchema, before: z.number(), after: z.number() }),
  event("message", { role: roleSchema, text: z.string() }),
  /** What the user said while the task runs. */
  event("user_message", { text: z.string() }),
  event("approval_mode_changed", { approvalMode: approvalModeSchema }),
  /** Held by the user: no step or model call begins until it is released. */
  event("task_held", {}),
  event("task_released", {}),
  event("warning", { text: z.string() }),
  event("file_proposed", { ...standing, kind: changeKindSchema, from: z.optional(path), added: z.number(), removed: z.number() }),
  event("proposal_withdrawn", { path }),
  event("review_requested", { files: z.number() }),
  event("hunk_accepted", { ...standing, hunk: z.string() }),
  event("hunk_rejected", { ...standing, hunk: z.string() }),
  event("file_accepted", { ...standing }),
  event("file_rejected", { ...standing }),
  event("proposal_edited", { ...standing }),
  event("proposal_rebased", { ...standing }),
  event("review_finished", { accepted: z.array(path), rejected: z.array(path) }),
  /** `rule` is what "always" would allow here from now on, in words; absent where that cannot be. */
  event("approval_requested", { approval: z.string(), command: z.string(), reason: z.optional(z.string()), rule: z.optional(z.string()) }),
  event("approval_answered", { approval: z.string(), answer: commandAnswerSchema }),
  event("command_started", { run: z.string(), command: z.string(), backend: z.string() }),
  event("command_output", { run: z.string(), stream: z.enum(["stdout", "stderr"]), text: z.string() }),
  event("command_finished", {
    run: z.string(),
    exitCode: z.nullable(z.number()),
    signal: z.nullable(z.string()),
    timedOut: z.boolean(),
    canceled: z.boolean(),
    outputTruncated: z.boolean(),
    durationMs: z.number(),
  }),
  event("memory_updated", { path }),
  event("task_finished", { outcome: outcomeSchema, summary: z.string() }),
  /** After its end: `restored` are as they were before the task, `kept` could not be put back. */
  event("task_undone", { restored: z.array(path), kept: z.array(path) }),
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventType = EventBody["type"];

/** One line of the log: `seq` counts from 0 without gaps, `time` is UTC in ISO 8601. */
export type TaskEvent = EventBody & { readonly seq: number; readonly time: string };

const envelopeSchema = z.looseObject({ type: z.string(), seq: z.number(), time: z.iso.datetime() });
const knownTypes: ReadonlySet<string | undefined> = new Set(eventBodySchema.def.options.map((option) => option.shape.type.def.values[0]));

/** An event of this version, one of a newer version (kept, not understood), or something that is no event. */
export type ParsedEvent =
  | { readonly kind: "event"; readonly event: TaskEvent }
  | { readonly kind: "newer"; readonly type: string; readonly seq: number }
  | { readonly kind: "broken"; readonly reason: string };

/** Parses one value at a border. Never throws. */
export function parseEvent(value: unknown): ParsedEvent {
  const envelope = z.safeParse(envelopeSchema, value);
  if (!envelope.success) return { kind: "broken", reason: z.prettifyError(envelope.error) };
  if (!knownTypes.has(envelope.data.type)) return { kind: "newer", type: envelope.data.type, seq: envelope.data.seq };
  const body = z.safeParse(eventBodySchema, value);
  if (!body.success) return { kind: "broken", reason: z.prettifyError(body.error) };
  return { kind: "event", event: { ...body.data, seq: envelope.data.seq, time: envelope.data.time } };
}
