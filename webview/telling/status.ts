import type { Outcome } from "../../engine/protocol/words.ts";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import { count, shortened } from "../text/format.ts";
import { visibleCommand, visibleLine } from "../text/visible.ts";

/** What goes on now, in one short line; undefined when the task is finished. */
export function statusLine(view: TaskView): string | undefined {
  const { retry } = view.models;
  if (retry !== undefined && view.phase !== "finished") return `${shortened(visibleLine(retry.reason), 80)} Trying again (${retry.attempt})…`;
  switch (view.phase) {
    case "starting":
      return "Starting…";
    case "analyzing":
      return view.analysis === undefined ? "Analyzing…" : `Analyzing ${count(view.analysis.files, "file")}…`;
    case "planning":
      return "Planning…";
    case "implementing":
      return stepLine(view) ?? "Working…";
    case "reviewing":
      return "Waiting for your review";
    case "waiting":
      return "Waiting for your approval";
    case "running": {
      const command = view.commands.at(-1)?.command;
      return command === undefined ? "Running a command…" : `Running ${shortened(visibleCommand(command), 60)}…`;
    }
    case "finished":
      return undefined;
  }
}

/** That nothing goes on because the user holds the task. */
export function heldLine({ steps }: TaskView): string {
  return steps.every(({ status }) => status === "pending") ? "The plan waits for you." : "Held: nothing new begins.";
}

function stepLine({ steps }: TaskView): string | undefined {
  const index = steps.findIndex(({ status }) => status === "running");
  const step = steps[index];
  return step === undefined ? undefined : `Step ${index + 1} of ${steps.length}: ${shortened(visibleLine(step.title), 80)}`;
}

/** How a task ended, in a word or two. */
export const outcomeNames: Readonly<Record<Outcome, string>> = {
  completed: "Completed",
  answered: "Answered",
  failed: "Failed",
  canceled: "Canceled",
  stopped: "Stopped",
};

/** What a screen reader hears when the task's view went from `before` to `after`; undefined where nothing worth a word changed. */
export function announcement(before: TaskView | undefined, after: TaskView): string | undefined {
  const [was, is] = [before === undefined ? undefined : spoken(before), spoken(after)];
  return was === is ? undefined : is;
}

function spoken(view: TaskView): string | undefined {
  if (view.next === 0) return undefined;
  switch (view.phase) {
    case "finished":
      return `Task ${outcomeNames[view.outcome ?? "stopped"].toLowerCase()}. ${visibleLine(shortened(view.summary, 160))}`;
    case "reviewing":
      return `${count(view.files.filter(({ decided }) => !decided).length, "file")} to review.`;
    case "waiting":
      return `Approval needed to run ${shortened(visibleCommand(view.approval?.command ?? "a command"), 100)}.`;
    default:
      return view.held ? heldLine(view) : statusLine(view);
  }
}
