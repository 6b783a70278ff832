import type { CommandGround, CommandResult, Host } from "../agent-api/host.ts";
import type { FileChange } from "../changes/file-change.ts";
import type { LanguageClient } from "../language/language-client.ts";
import { findSymbol } from "../repository/symbols.ts";
import { search } from "../repository/search.ts";
import type { FrontEnd } from "./front-end.ts";
import { makeEdits } from "./propose.ts";
import { type CommandOptions, createCommands } from "./run-command.ts";
import type { Session } from "./session.ts";
import { announceChanges, settleChanges } from "./settle.ts";
import type { Steered } from "./steering.ts";
import { openTrial, type Trial } from "./trial/trial.ts";
import type { WorkspaceView } from "./workspace-view.ts";

export interface KernelOptions {
  readonly view: WorkspaceView;
  readonly complete: Host["complete"];
  readonly session: Session;
  readonly frontEnd: FrontEnd;
  readonly language: LanguageClient;
  readonly commands: CommandOptions;
  readonly steering: Steered;
  /** Path of ripgrep; undefined where there is none. */
  readonly ripgrep: () => Promise<string | undefined>;
}

/** The kernel's side of one task: what the agent asks for, checked and done. */
export interface Kernel {
  readonly host: Host;
  /** Puts what is proposed and undecided to the user. */
  readonly settle: () => Promise<void>;
  /** What was accepted so far, at least in part. */
  readonly applied: () => readonly FileChange[];
  readonly dispose: () => Promise<void>;
}

export function createKernel({ view, complete, session, frontEnd, language, commands: options, steering, ripgrep }: KernelOptions): Kernel {
  const { overlay, list, read } = view;
  const { root, signal, trusted } = options.task;
  const commands = createCommands(options);
  const applied: FileChange[] = [];
  let told: ReadonlyMap<string, string> = new Map();
  let trial: Promise<Trial> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** Steps may work at the same time, on one overlay: what reads and changes it takes its turn. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const approvalMode = () => (trusted() ? steering.approvalMode() : "suggest");

  const settle = async (): Promise<void> => {
    applied.push(...(await settleChanges(overlay.changes(), { session, frontEnd, approvalMode: approvalMode(), signal })));
    view.clear();
    told = new Map();
  };

  /** On a copy, so that it sees what nobody has approved yet; what it changes in source files becomes a proposal like any other. */
  const runOnProposed = async (command: string): Promise<CommandResult> => {
    trial ??= openTrial(root, signal);
    const { update, changes } = await trial;
    await update(overlay.texts());
    const result = await commands.run(command, await trial);
    await overlay.apply(await changes());
    told = await announceChanges(overlay, told, session);
    return result;
  };

  /** Undefined when something of what was proposed is accepted, or nothing was proposed. */
  const settleFirst = async (): Promise<CommandResult | undefined> => {
    const proposed = overlay.changes().length > 0;
    await settle();
    return proposed && applied.length === 0 ? { outcome: "denied", exitCode: null, reason: "No change was accepted, so there is nothing to test.", output: "" } : undefined;
  };

  const run = async (command: string, on: CommandGround): Promise<CommandResult> => {
    // Who is asked whether tests may run wants to have seen first what they test.
    const unsettled = on === "accepted" ? await inTurn(settleFirst) : undefined;
    const refused = unsettled ?? (await commands.permit(command));
    if (refused !== undefined) return refused;
    return inTurn(async () => {
      if (approvalMode() === "suggest" && on === "proposed" && overlay.changes().length > 0) return runOnProposed(command);
      return (await settleFirst()) ?? commands.run(command, undefined).finally(view.relist);
    });
  };

  const host: Host = {
    complete,
    repository: {
      list,
      read,
      search: async (query) => search(root, query, { ripgrep: await ripgrep(), overlay: overlay.texts(), files: await list(), signal }),
      symbols: async (name) => findSymbol(name, await list(), read),
    },
    propose: (change) =>
      inTurn(async () => {
        const onProgress = (message: string, done: number, total: number): void => void session.emit({ type: "step_progress", step: change.step, message, done, total }).catch(() => undefined);
        const { edits, summary, notes } = await makeEdits(change, view, language, { onProgress, signal });
        await overlay.apply(edits);
        told = await announceChanges(overlay, told, session);
        return { summary, notes, files: edits.map((edit) => (edit.kind === "move" ? edit.to : edit.path)) };
      }),
    run,
    news: steering.news,
    emit: async (event) => {
      await session.emit(event);
      steering.observe(event);
    },
  };
  return {
    host,
    settle: () => inTurn(settle),
    applied: () => applied,
    dispose: async () => {
      await commands.dispose();
      const opened = await trial?.catch(() => undefined);
      await opened?.dispose();
    },
  };
}
