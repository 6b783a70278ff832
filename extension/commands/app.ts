import type { ExtensionContext } from "vscode";
import type { Panel } from "../panel/panel.ts";
import type { ReviewWindow } from "../review/review-window.ts";
import type { CommandQuestions } from "../task/command-question.ts";
import type { RequestQueue } from "../task/queue.ts";
import type { TaskRunner } from "../task/task-runner.ts";

/** What the commands work on. */
export interface App {
  /** What VS Code gives the extension: its secrets and its memory. */
  readonly context: ExtensionContext;
  readonly tasks: TaskRunner;
  readonly review: ReviewWindow;
  readonly panel: Panel;
  readonly questions: CommandQuestions;
  readonly queue: RequestQueue;
  /** Starts the next request that waits, where no task runs. */
  readonly runQueue: () => Promise<void>;
  /** Tells a person of a failure, in the panel and as a notification. */
  readonly report: (error: unknown) => void;
}

/** A command; its failures are reported by the one who registers it. */
export type Command = (...args: readonly unknown[]) => Promise<void> | void;
