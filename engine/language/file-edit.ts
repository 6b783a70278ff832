import * as z from "zod/mini";

/**
 * What a refactoring wants done to one file. Paths are workspace-relative POSIX paths; `text` is the whole new text, without a
 * byte order mark and with the line endings that the file had.
 */
export const fileEditSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("write"), path: z.string(), text: z.string() }),
  z.object({ kind: z.literal("delete"), path: z.string() }),
  z.object({ kind: z.literal("move"), from: z.string(), to: z.string(), text: z.string() }),
]);
export type FileEdit = z.infer<typeof fileEditSchema>;
