import type { Outcome, RelevantFile, Role, Step } from "../protocol/words.ts";
import type { Completion, CompletionRequest } from "./completion.ts";

/** What a guest may say of its own progress; everything else in the log is the kernel's word. */
export type AgentEvent =
  | { readonly type: "analysis_started"; readonly files: number }
  | { readonly type: "analysis_finished"; readonly files: number; readonly relevant: RelevantFile[] }
  | { readonly type: "plan_created"; readonly steps: Step[] }
  | { readonly type: "plan_changed"; readonly by: "agent"; readonly steps: Step[] }
  | { readonly type: "step_started"; readonly step: string }
  | { readonly type: "tool_used"; readonly step: string; readonly tool: string; readonly detail: string; readonly failed: boolean }
  | { readonly type: "history_compacted"; readonly role: Role; readonly before: number; readonly after: number }
  | { readonly type: "step_finished"; readonly step: string; readonly outcome: "done" | "failed" | "skipped"; readonly summary: string }
  | { readonly type: "message"; readonly role: Role; readonly text: string }
  | { readonly type: "warning"; readonly text: string };

/** A change by its name and its arguments, which the kernel checks: `apply_patch`, `edit_file`, `write_file`, or a refactoring. */
export interface ProposedChange {
  readonly step: string;
  readonly change: { readonly name: string } & Readonly<Record<string, unknown>>;
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
  /** What the command printed, stdout and stderr as they came; the end of it where it is very long. */
  readonly output: string;
}

/** What a command runs on: the workspace with all that is proposed, or what the user accepted of it, for which they are asked first. */
export type CommandGround = "proposed" | "accepted";

export interface SearchQuery {
  /** A regular expression, or plain text with `fixed`. */
  readonly pattern: string;
  readonly fixed?: boolean | undefined;
  readonly ignoreCase?: boolean | undefined;
  /** Narrows the files: `src/**\/*.ts`. */
  readonly glob?: string | undefined;
}

export interface SearchMatch {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** The definition of a name. */
export interface SymbolMatch extends SearchMatch {
  readonly kind: string;
}

/** What the user did since the agent asked last: what they said, and the plan where they changed it. */
export interface News {
  readonly messages: readonly string[];
  readonly steps?: Step[] | undefined;
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
    /** Matches in the files as they would be with the proposals so far, by path and line; `total` counts those left out too. */
    readonly search: (query: SearchQuery) => Promise<{ readonly matches: readonly SearchMatch[]; readonly total: number }>;
    /** Where a name, or `Class.member`, is defined. */
    readonly symbols: (name: string) => Promise<readonly SymbolMatch[]>;
  };
  /** Adds to the change set. Nothing reaches the user's files before they approve. */
  readonly propose: (change: ProposedChange) => Promise<ProposalResult>;
  /** Runs a command in the sandbox, if the user lets it. */
  readonly run: (command: string, on: CommandGround) => Promise<CommandResult>;
  /** Waits while the user holds the task. */
  readonly news: () => Promise<News>;
  readonly emit: (event: AgentEvent) => Promise<void>;
}

/** What the kernel hands to an agent. */
export interface AgentTask {
  readonly request: string;
  /** There when the task goes on after it was stopped: its plan, and the ids of the steps that are done. */
  readonly progress?: { readonly steps: Step[]; readonly done: string[] } | undefined;
  /** What earlier tasks in this workspace left: facts of the project, and what was done. */
  readonly memory: string;
  /** The project's own commands, the best first of each kind. */
  readonly commands: readonly { readonly kind: string; readonly command: string }[];
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
