import * as z from "zod/mini";
import { fileEditSchema } from "./file-edit.ts";
import { refactoringSchema } from "./refactoring.ts";

/** The JSON-RPC messages between the engine and its language process; each is parsed where it arrives. */
export const wire = { refactor: "language/refactor", progress: "language/progress" } as const;

export const refactorParamsSchema = z.object({
  root: z.string(),
  refactoring: refactoringSchema,
  /** Path to proposed text; null: the file would be gone. */
  overlay: z.array(z.tuple([z.string(), z.nullable(z.string())])),
});
export type RefactorParams = z.infer<typeof refactorParamsSchema>;

export const refactorResultSchema = z.object({ edits: z.array(fileEditSchema), summary: z.string(), notes: z.array(z.string()) });
export const progressSchema = z.object({ message: z.string(), done: z.number(), total: z.number() });

/** What goes with a failure that is the user's business. */
export const failureSchema = z.object({
  code: z.enum(["bad_input", "canceled", "conflict", "not_permitted", "unavailable", "io", "guest", "internal"]),
  remedy: z.string(),
});
