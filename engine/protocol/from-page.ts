import * as z from "zod/mini";
import { approvalModeSchema, commandAnswerSchema, stepSchema } from "./words.ts";

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
