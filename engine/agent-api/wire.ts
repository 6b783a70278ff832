import * as z from "zod/mini";
import { relevantFileSchema, roleSchema, stepSchema } from "../protocol/words.ts";

/** The JSON-RPC methods between kernel and guest; every value is parsed where it arrives. */
export const methods = {
  run: "agent/run",
  complete: "host/complete",
  list: "host/repository/list",
  read: "host/repository/read",
  search: "host/repository/search",
  symbols: "host/repository/symbols",
  propose: "host/propose",
  command: "host/run",
  news: "host/news",
  emit: "host/emit",
} as const;

export const agentEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("analysis_started"), files: z.number() }),
  z.object({ type: z.literal("analysis_finished"), files: z.number(), relevant: z.array(relevantFileSchema) }),
  z.object({ type: z.literal("plan_created"), steps: z.array(stepSchema) }),
  z.object({ type: z.literal("plan_changed"), by: z.literal("agent"), steps: z.array(stepSchema) }),
  z.object({ type: z.literal("step_started"), step: z.string() }),
  z.object({ type: z.literal("tool_used"), step: z.string(), tool: z.string(), detail: z.string().check(z.maxLength(1_000)), failed: z.boolean() }),
  z.object({ type: z.literal("history_compacted"), role: roleSchema, before: z.number(), after: z.number() }),
  z.object({ type: z.literal("step_finished"), step: z.string(), outcome: z.enum(["done", "failed", "skipped"]), summary: z.string() }),
  z.object({ type: z.literal("message"), role: roleSchema, text: z.string() }),
  z.object({ type: z.literal("warning"), text: z.string() }),
]);

export const readParamsSchema = z.object({ path: z.string() });
export const searchParamsSchema = z.object({
  pattern: z.string().check(z.minLength(1), z.maxLength(10_000)),
  fixed: z.optional(z.boolean()),
  ignoreCase: z.optional(z.boolean()),
  glob: z.optional(z.string().check(z.maxLength(1_000))),
});
const matchShape = { path: z.string(), line: z.number(), text: z.string() };
export const searchResultSchema = z.object({ matches: z.array(z.object(matchShape)), total: z.number() });
export const symbolsParamsSchema = z.object({ name: z.string().check(z.minLength(1), z.maxLength(1_000)) });
export const symbolsResultSchema = z.array(z.object({ ...matchShape, kind: z.string() }));
export const commandParamsSchema = z.object({ command: z.string().check(z.minLength(1), z.maxLength(100_000)), on: z.enum(["proposed", "accepted"]) });
export const proposeParamsSchema = z.object({ step: z.string(), change: z.looseObject({ name: z.string() }) });
export const newsSchema = z.object({ messages: z.array(z.string()), steps: z.optional(z.array(stepSchema)) });
/** What the kernel hands over; the guest's process adds the package's own prompts and parameters. */
export const runParamsSchema = z.object({
  request: z.string(),
  progress: z.optional(z.object({ steps: z.array(stepSchema), done: z.array(z.string()) })),
  memory: z.string(),
  commands: z.array(z.object({ kind: z.string(), command: z.string() })),
});
export type TaskForGuest = z.infer<typeof runParamsSchema>;
export const agentResultSchema = z.object({ outcome: z.enum(["completed", "answered", "failed"]), summary: z.string() });
export const proposalResultSchema = z.object({ summary: z.string(), notes: z.array(z.string()), files: z.array(z.string()) });
export const commandResultSchema = z.object({ outcome: z.enum(["ran", "denied", "unavailable"]), exitCode: z.nullable(z.number()), reason: z.string(), output: z.string() });
