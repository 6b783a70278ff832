import type { TaskEvent } from "../protocol/event.ts";
import type { ApprovalMode, CommandAnswer } from "../protocol/words.ts";
import type { Review } from "../review/review.ts";
import type { WorkspaceEditor } from "../review/workspace-editor.ts";


/** What the engine needs of a person and their editor. VS Code and the terminal each implement it. */
export interface FrontEnd {
  readonly editor: WorkspaceEditor;
  /** Every event of the task, in order, after it is in the log. Must not throw. */
  readonly onEvent: (event: TaskEvent) => void;
  /** Shows a change set for decision. The engine waits for `review.finished`; the signal ends the showing. */
  readonly showReview: (review: Review, signal: AbortSignal) => void;
  /** Asks whether a command may run in the sandbox. Not called where the approval mode needs no question. */
  readonly approveCommand: (question: CommandQuestion, signal: AbortSignal) => Promise<CommandAnswer>;
}

export interface CommandQuestion {
  readonly approval: string;
  readonly command: string;
  /** Why it is asked, where there is more to say than that the approval mode wants it. */
  readonly reason: string;
  /** What "always" allows from then on, in words; "" where that cannot be. */
  readonly rule: string;
}

/** What a command of a task needs to know of it. */
export type CommandTask = Omit<TaskRequest, "request" | "approvalMode"> & { readonly approvalMode: () => ApprovalMode };

export interface TaskRequest {
  /** Absolute path of the workspace folder. */
  readonly root: string;
  readonly request: string;
  /** undefined: as the configuration says. */
  readonly approvalMode: ApprovalMode | undefined;
  /** False while the workspace is not trusted: the task reads and plans, commands are refused with a clear message. */
  readonly trusted: () => boolean;
  readonly signal: AbortSignal;
}
