import * as z from "zod/mini";
import { approvalModeSchema, providerSchema, roleSchema } from "./words.ts";

/** What the page knows beside the task's events. */
export const hostStateSchema = z.object({
  /** undefined: no folder is open. */
  workspace: z.optional(z.string()),
  /** The window has several folders, and `workspace` is the one of the next task; empty: a person has to say which. */
  several: z.optional(z.boolean()),
  trusted: z.boolean(),
  approvalMode: approvalModeSchema,
  roles: z.array(z.object({ role: roleSchema, provider: providerSchema, model: z.string() })),
  /** Requests that the models in use understand, as examples to click. */
  examples: z.array(z.string()),
  /** Requests that wait until the running task has ended. */
  queue: z.optional(z.array(z.string())),
});
export type HostState = z.infer<typeof hostStateSchema>;

/** Host to page. `events` are of `task`, in order; each is parsed by `parseEvent`. `task_opened` clears the page's view first. */
export const toPageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("state"), state: hostStateSchema }),
  z.object({ kind: z.literal("task_opened"), task: z.string() }),
  z.object({ kind: z.literal("events"), task: z.string(), events: z.array(z.unknown()) }),
  /** A failure outside any task, already one clear line. */
  z.object({ kind: z.literal("failure"), text: z.string() }),
  z.object({ kind: z.literal("focus_request"), text: z.string() }),
]);
export type ToPage = z.infer<typeof toPageSchema>;
