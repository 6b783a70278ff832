import * as z from "zod/mini";

/** The three jobs of the architecture document. */
export const roleSchema = z.enum(["context_analyzer", "reasoning_engine", "code_generator"]);
export type Role = z.infer<typeof roleSchema>;

export const providerSchema = z.enum(["meta", "anthropic", "openai", "openai_compatible", "vscode", "embedded"]);
export type Provider = z.infer<typeof providerSchema>;

/** Codex's meaning: what happens without a question. */
export const approvalModeSchema = z.enum(["suggest", "auto-edit", "full-auto"]);
export type ApprovalMode = z.infer<typeof approvalModeSchema>;

export const stepKindSchema = z.enum(["code_generation", "code_modification", "command"]);
export type StepKind = z.infer<typeof stepKindSchema>;

/** A step of a plan. `files` are workspace-relative; `command` is there for steps of kind `command`; `check` is a command that passes once the step is done. */
export const stepSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: stepKindSchema,
  files: z.array(z.string()),
  command: z.optional(z.string()),
  check: z.optional(z.string()),
});
export type Step = z.infer<typeof stepSchema>;

export const relevantFileSchema = z.object({ path: z.string(), reason: z.string() });
export type RelevantFile = z.infer<typeof relevantFileSchema>;

/** How a file change alters the tree; a moved file may be edited too. */
export const changeKindSchema = z.enum(["created", "modified", "moved", "deleted"]);
export type ChangeKind = z.infer<typeof changeKindSchema>;

/** `always`: this time, and every time that a command of this kind is to run in this workspace. */
export const commandAnswerSchema = z.enum(["approved", "denied", "always"]);
export type CommandAnswer = z.infer<typeof commandAnswerSchema>;

/** `answered` is a task that needed no edit; `stopped` one that was left in the middle (its proposals are kept). */
export const outcomeSchema = z.enum(["completed", "answered", "failed", "canceled", "stopped"]);
export type Outcome = z.infer<typeof outcomeSchema>;
