import * as z from "zod/mini";
import type { ProposedChange } from "../agent-api/host.ts";
import { applyPatch } from "../edits/apply-patch.ts";
import { editFile } from "../edits/edit-file.ts";
import { UserError } from "../errors.ts";
import type { FileEdit } from "../language/file-edit.ts";
import type { LanguageClient, RefactorOptions } from "../language/language-client.ts";
import { refactoringSchema } from "../language/refactoring.ts";
import type { WorkspaceView } from "./workspace-view.ts";

/** What a proposed change comes to. */
export interface MadeEdits {
  readonly edits: readonly FileEdit[];
  readonly summary: string;
  readonly notes: readonly string[];
}

const path = z.string().check(z.minLength(1), z.maxLength(4_096));

/** Edits that a model writes as text; every other change is a refactoring. */
const writtenSchema = z.discriminatedUnion("name", [
  z.object({ name: z.literal("apply_patch"), patch: z.string().check(z.minLength(1)) }),
  z.object({ name: z.literal("edit_file"), path, edits: z.array(z.object({ search: z.string(), replace: z.string(), all: z.optional(z.boolean()) })).check(z.minLength(1)) }),
  z.object({ name: z.literal("write_file"), path, text: z.string() }),
]);
type Written = z.infer<typeof writtenSchema>;
const written: ReadonlySet<string | undefined> = new Set(writtenSchema.def.options.map((option) => option.shape.name.def.values[0]));

/** Computes a change over the workspace with its proposals; nothing is changed yet. @throws UserError with what a model can act on */
export async function makeEdits({ change }: ProposedChange, view: WorkspaceView, language: LanguageClient, options: RefactorOptions): Promise<MadeEdits> {
  if (written.has(change.name)) return writeEdits(parse(writtenSchema, change), view);
  const { edits, summary, notes } = await language.refactor(parse(refactoringSchema, change), view.overlay.texts(), options);
  return { edits, summary, notes: [...notes] };
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, change: ProposedChange["change"]): z.infer<Schema> {
  const parsed = z.safeParse(schema, change);
  if (parsed.success) return parsed.data;
  throw new UserError("bad_input", `"${change.name}" is no change that can be made here, or its arguments are wrong: ${z.prettifyError(parsed.error)}.`, "Check the tool's name and its arguments.");
}

async function writeEdits(change: Written, view: WorkspaceView): Promise<MadeEdits> {
  switch (change.name) {
    case "apply_patch":
      return { ...(await applyPatch(change.patch, view.read)), notes: [] };
    case "edit_file": {
      const before = await view.read(change.path);
      if (before === null) throw new UserError("bad_input", `${change.path} is no text file of this workspace.`, "Check the path, or create the file with write_file.");
      return { edits: [{ kind: "write", path: change.path, text: editFile(before, change.edits) }], summary: `Edited ${change.path}.`, notes: [] };
    }
    case "write_file":
      return { edits: [{ kind: "write", path: change.path, text: change.text }], summary: `Wrote ${change.path}.`, notes: [] };
  }
}
