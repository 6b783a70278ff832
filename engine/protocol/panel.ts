import * as z from "zod/mini";
import { approvalModeSchema, commandAnswerSchema, providerSchema, roleSchema, stepSchema } from "./words.ts";

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

const requestText = z.string().check(z.minLength(1), z.maxLength(100_000));
/** A step as a user writes it: a new one has no id. */
const plannedStepSchema = z.extend(stepSchema, { id: z.optional(z.string()) });

/** Page to host. */
export const fromPageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("submit"), request: requestText }),
  z.object({ kind: z.literal("cancel") }),
  /** Tells the running task something. */
  z.object({ kind: z.literal("say"), text: requestText }),
  z.object({ kind: z.literal("queue"), request: requestText }),
  z.object({ kind: z.literal("unqueue"), index: z.int().check(z.minimum(0)) }),
  /** Starts what waits, after a task that did not end well. */
  z.object({ kind: z.literal("run_queue") }),
  /** The steps in the place of those that have not begun. */
  z.object({ kind: z.literal("plan"), steps: z.array(plannedStepSchema).check(z.maxLength(200)) }),
  z.object({ kind: z.literal("hold") }),
  z.object({ kind: z.literal("release") }),
  z.object({ kind: z.literal("undo") }),
  z.object({ kind: z.literal("set_mode"), mode: approvalModeSchema }),
  /** Opens the multi-file diff, or one file's. */
  z.object({ kind: z.literal("review"), path: z.optional(z.string()) }),
  z.object({ kind: z.literal("decide"), decision: z.enum(["accept", "reject"]), path: z.optional(z.string()) }),
  /** Rejects what an interrupted task left undecided. */
  z.object({ kind: z.literal("discard") }),
  /** Goes on with a task that was stopped. */
  z.object({ kind: z.literal("resume") }),
  z.object({ kind: z.literal("answer"), approval: z.string(), answer: commandAnswerSchema }),
  z.object({ kind: z.literal("open_folder") }),
  z.object({ kind: z.literal("choose_folder") }),
  z.object({ kind: z.literal("manage_trust") }),
]);
export type FromPage = z.infer<typeof fromPageSchema>;
