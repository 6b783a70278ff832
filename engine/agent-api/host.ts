import type { Outcome, RelevantFile, Role, Step } from "../protocol/words.ts";
import type { Completion, CompletionRequest } from "./completion.ts";

/** What a guest may say of its own progress; everything else in the log is the kernel's word. */
export type AgentEvent =
  | { readonly type: "analysis_started"; readonly files: number }
  | { readonly type: "analysis_finished"; readonly files: number; readonly relevant: RelevantFile[] }
  | { readonly type: "plan_created"; readonly steps: Step[] }
  | { readonly type: "step_started"; readonly step: string }
  | { readonly type: "step_finished"; readonly step: string; readonly outcome: "done" | "failed" | "skipped"; readonly summary: string }
  | { readonly type: "message"; readonly role: Role; readonly text: string }
  | { readonly type: "warning"; readonly text: string };

/** A refactoring by its name and its arguments, which the kernel checks. */
export interface ProposedChange {
  readonly step: string;
  readonly refactoring: { readonly name: string } & Readonly<Record<string, unknown>>;
}

export interface ProposalResult {
  readonly summary: string;
  readonly notes: readonly string[];
  readonly files: readonly string[];
}

/** `outcome` is `ran` only where the command really ran; `reason` says why it did not. */
export interface CommandResult {
  readonly outcome: "ran" | "denied" | "unavailable";
  readonly exitCode: number | null;
  readonly reason: string;
  /** The end of what the command printed, stdout and stderr as they came. */
  readonly output: string;
}

/** The agent's only way to the world. Every call is checked by the kernel and may reject with an Error. */
export interface Host {
  /** Asks the model that holds a role. */
  readonly complete: (request: CompletionRequest) => Promise<Completion>;
  readonly repository: {
    /** Workspace-relative paths of the files that git would track. */
    readonly list: () => Promise<readonly string[]>;
    /** A file's text as it would be with the proposals so far; null where there is none or it is not text. */
    readonly read: (path: string) => Promise<string | null>;
  };
  /** Adds to the change set. Nothing reaches the user's files before they approve. */
  readonly propose: (change: ProposedChange) => Promise<ProposalResult>;
  /** Runs a command in the sandbox. What is proposed until then is put to the user first, so the command sees what they approved. */
  readonly run: (command: string) => Promise<CommandResult>;
  readonly emit: (event: AgentEvent) => Promise<void>;
}

/** What the kernel hands to an agent. */
export interface AgentTask {
  readonly request: string;
  /** There when the task goes on after it was stopped: its plan, and the ids of the steps that are done. */
  readonly progress?: { readonly steps: Step[]; readonly done: string[] } | undefined;
  /** The package's prompts by name (`analyze` for `prompts/analyze.md`). */
  readonly prompts: Readonly<Record<string, string>>;
  /** The package's declared numbers, `parameters.json`. */
  readonly parameters: Readonly<Record<string, number>>;
}

export interface AgentResult {
  readonly outcome: Extract<Outcome, "completed" | "answered" | "failed">;
  readonly summary: string;
}

/** What an agent package exports under the name `run`. */
export type RunAgent = (host: Host, task: AgentTask) => Promise<AgentResult>;
