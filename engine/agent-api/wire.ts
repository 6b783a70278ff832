import * as z from "zod/mini";
import { relevantFileSchema, roleSchema, stepSchema } from "../protocol/words.ts";

/** The JSON-RPC methods between kernel and guest; every value is parsed where it arrives. */
export const methods = {
  run: "agent/run",
  complete: "host/complete",
  list: "host/repository/list",
  read: "host/repository/read",
  propose: "host/propose",
  command: "host/run",
  emit: "host/emit",
} as const;

export const agentEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("analysis_started"), files: z.number() }),
  z.object({ type: z.literal("analysis_finished"), files: z.number(), relevant: z.array(relevantFileSchema) }),
  z.object({ type: z.literal("plan_created"), steps: z.array(stepSchema) }),
  z.object({ type: z.literal("step_started"), step: z.string() }),
  z.object({ type: z.literal("step_finished"), step: z.string(), outcome: z.enum(["done", "failed", "skipped"]), summary: z.string() }),
  z.object({ type: z.literal("message"), role: roleSchema, text: z.string() }),
  z.object({ type: z.literal("warning"), text: z.string() }),
]);

export const readParamsSchema = z.object({ path: z.string() });
export const commandParamsSchema = z.object({ command: z.string().check(z.minLength(1), z.maxLength(100_000)) });
export const proposeParamsSchema = z.object({ step: z.string(), refactoring: z.looseObject({ name: z.string() }) });
export const runParamsSchema = z.object({ request: z.string(), progress: z.optional(z.object({ steps: z.array(stepSchema), done: z.array(z.string()) })) });
export const agentResultSchema = z.object({ outcome: z.enum(["completed", "answered", "failed"]), summary: z.string() });
export const proposalResultSchema = z.object({ summary: z.string(), notes: z.array(z.string()), files: z.array(z.string()) });
export const commandResultSchema = z.object({ outcome: z.enum(["ran", "denied", "unavailable"]), exitCode: z.nullable(z.number()), reason: z.string(), output: z.string() });
