import type { Host } from "../agent-api/host.ts";
import * as z from "zod/mini";
import type { FileChange } from "../changes/file-change.ts";
import { UserError } from "../errors.ts";
import type { LanguageClient } from "../language/language-client.ts";
import { refactoringSchema } from "../language/refactoring.ts";
import type { FrontEnd } from "./front-end.ts";
import { type CommandOptions, runCommand } from "./run-command.ts";
import type { Session } from "./session.ts";
import { announceChanges, settleChanges } from "./settle.ts";
import type { WorkspaceView } from "./workspace-view.ts";

export interface KernelOptions {
  readonly view: WorkspaceView;
  readonly complete: Host["complete"];
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly language: LanguageClient;
  readonly commands: CommandOptions;
}

/** The kernel's side of one task: what the agent asks for, checked and done. */
export interface Kernel {
  readonly host: Host;
  /** Puts what is proposed and undecided to the user. */
  readonly settle: () => Promise<void>;
  /** What was accepted so far, at least in part. */
  readonly applied: () => readonly FileChange[];
}

export function createKernel({ view, complete, session, frontEnd, language, commands }: KernelOptions): Kernel {
  const { overlay, list, read } = view;
  const { signal, trusted } = commands.task;
  let told: ReadonlyMap<string, string> = new Map();
  const applied: FileChange[] = [];

  const settle = async (): Promise<void> => {
    const approvalMode = trusted ? commands.task.approvalMode : "suggest";
    applied.push(...(await settleChanges(overlay.changes(), { session, frontEnd, approvalMode, signal })));
    view.clear();
    told = new Map();
  };

  const host: Host = {
    complete,
    repository: { list, read },
    propose: async ({ step, refactoring }) => {
      const parsed = z.safeParse(refactoringSchema, refactoring);
      if (!parsed.success) throw new UserError("bad_input", `"${refactoring.name}" is no refactoring of this engine, or its arguments are wrong: ${z.prettifyError(parsed.error)}.`, "Check the tool's name and its arguments.");
      const result = await language.refactor(parsed.data, overlay.texts(), {
        onProgress: (message, done, total) => void session.emit({ type: "step_progress", step, message, done, total }).catch(() => undefined),
        signal,
      });
      await overlay.apply(result.edits);
      told = await announceChanges(overlay, told, session);
      return { summary: result.summary, notes: [...result.notes], files: result.edits.map((edit) => (edit.kind === "move" ? edit.to : edit.path)) };
    },
    run: async (command) => {
      const proposed = overlay.changes().length > 0;
      await settle();
      if (proposed && applied.length === 0) return { outcome: "denied", exitCode: null, reason: "No change was accepted, so there is nothing to test.", output: "" };
      return runCommand(command, commands);
    },
    emit: (event) => session.emit(event),
  };
  return { host, settle, applied: () => applied };
}
