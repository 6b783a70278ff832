import { UserError, type ErrorCode } from "../errors.ts";

/** One thing of a patch or edit that could not be done. */
export interface EditFailure {
  /** The file that it concerns, where it concerns one. */
  readonly path?: string | undefined;
  /** 1-based number of the hunk in its file's section, where it concerns one. */
  readonly hunk?: number | undefined;
  /** `ambiguous`: several places fit; `absent`: none does; `malformed`: the text is no patch; `file`: the file is not as the patch has it. */
  readonly reason: "malformed" | "absent" | "ambiguous" | "file" | "path";
  /** What happened and where, in words that a model can act on; may have several lines. */
  readonly text: string;
}

const remedies: Readonly<Record<EditFailure["reason"], string>> = {
  malformed: "Write the patch in the *** Begin Patch form: one *** Update File:, *** Add File: or *** Delete File: section per file, every hunk line beginning with a space, - or +.",
  absent: "Read the file at that place and write the hunk again with the file's own lines.",
  ambiguous: "Add unchanged lines above and below, or a @@ header with the line of the function or class that stands above the right place.",
  file: "List the folder and check the path.",
  path: "Use a path relative to the workspace's root, inside it.",
};

/** A patch or edit that was refused as a whole. `failures` has every reason that was found. */
export class PatchError extends UserError {
  readonly failures: readonly EditFailure[];

  constructor(failures: readonly EditFailure[]) {
    const reasons = new Set(failures.map(({ reason }) => reason));
    const code: ErrorCode = reasons.has("path") ? "not_permitted" : reasons.has("malformed") ? "bad_input" : "conflict";
    super(code, failures.map(({ text }) => text).join("\n\n"), `Nothing was changed. ${[...reasons].map((reason) => remedies[reason]).join(" ")}`);
    this.failures = failures;
  }
}
