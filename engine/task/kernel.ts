import type { Host } from "../agent-api/host.ts";
import * as z from "zod/mini";
import { createOverlay, type Overlay } from "../changes/overlay.ts";
import type { FileChange } from "../changes/file-change.ts";
import { UserError } from "../errors.ts";
import type { LanguageClient } from "../language/language-client.ts";
import { refactoringSchema } from "../language/refactoring.ts";
import { outputOf, toCompletion } from "../models/output.ts";
import { bindRoles, type RoleBinding } from "../models/roles.ts";
import { listFiles } from "../repository/list-files.ts";
import { resolveInside } from "../repository/paths.ts";
import type { Role } from "../protocol/words.ts";
import type { FrontEnd, TaskRequest } from "./front-end.ts";
import { type CommandOptions, runCommand } from "./run-command.ts";
import type { Session } from "./session.ts";
import { announceChanges, settleChanges } from "./settle.ts";

export interface KernelOptions {
  readonly task: Omit<TaskRequest, "request">;
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly language: LanguageClient;
  readonly commands: CommandOptions;
}

/** The kernel's side of one task: what the agent asks for, checked and done. */
export interface Kernel {
  readonly host: Host;
  readonly roles: ReadonlyMap<Role, RoleBinding>;
  /** Puts what is proposed and undecided to the user. */
  readonly settle: () => Promise<void>;
  /** What was accepted so far, at least in part. */
  readonly applied: () => readonly FileChange[];
}

export function createKernel({ task, session, frontEnd, language, commands }: KernelOptions): Kernel {
  const { root, signal } = task;
  const overlay: Overlay = createOverlay(async (path) => {
    await resolveInside(root, path);
    return frontEnd.editor.read(path);
  });
  let listed: readonly string[] | undefined;
  let told: ReadonlyMap<string, string> = new Map();
  const applied: FileChange[] = [];

  const list = async (): Promise<readonly string[]> => (listed ??= await listFiles(root, signal));
  const read = async (path: string): Promise<string | null> => {
    await resolveInside(root, path);
    // What is no text is no text to a model either.
    return overlay.read(path).catch(() => null);
  };
  const roles = bindRoles({ list, read });

  const settle = async (): Promise<void> => {
    const changes = overlay.changes();
    const approvalMode = task.trusted ? task.approvalMode : "suggest";
    applied.push(...(await settleChanges(changes, { session, frontEnd, approvalMode, signal })));
    overlay.clear();
    told = new Map();
    listed = undefined;
  };

  const host: Host = {
    complete: async (request) => {
      const binding = roles.get(request.role);
      if (binding === undefined) throw new UserError("unavailable", `No model holds the role ${request.role}.`, "Configure one.");
      const output = outputOf(request.subject);
      const { subject, messages, tools } = request;
      const answer = await binding.client.complete({ subject, messages, tools, ...(output === undefined ? {} : { output }), maxOutputTokens: 16_000 }, { signal });
      return toCompletion(subject, answer);
    },
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
  return { host, roles, settle, applied: () => applied };
}
