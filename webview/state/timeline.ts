import type { TaskEvent } from "../../engine/protocol/event.ts";
import type { TaskView } from "../../engine/protocol/task-view.ts";

/** One entry of the transcript: which part of the task's view stands there. */
export type TimelineItem =
  | { readonly kind: "analysis" | "plan" | "files" }
  | { readonly kind: "message" | "warning" | "said"; readonly index: number }
  | { readonly kind: "command"; readonly run: string };

/** The order in which the parts of a task came up; a fold. `view` is the task's view before the event. */
export function foldTimeline(timeline: readonly TimelineItem[], view: TaskView, event: TaskEvent): readonly TimelineItem[] {
  if (event.seq < view.next) return timeline;
  switch (event.type) {
    case "analysis_started":
    case "analysis_finished":
      return once(timeline, "analysis");
    case "plan_created":
      return once(timeline, "plan");
    case "file_proposed":
      return once(timeline, "files");
    case "review_requested":
      // What waits for the user stands last, next to where they type.
      return [...timeline.filter(({ kind }) => kind !== "files"), { kind: "files" }];
    case "message":
      return [...timeline, { kind: "message", index: view.messages.length }];
    case "user_message":
      return [...timeline, { kind: "said", index: view.said.length }];
    case "warning":
      return [...timeline, { kind: "warning", index: view.warnings.length }];
    case "command_started":
      return [...timeline, { kind: "command", run: event.run }];
    default:
      return timeline;
  }
}

function once(timeline: readonly TimelineItem[], kind: "analysis" | "plan" | "files"): readonly TimelineItem[] {
  return timeline.some((item) => item.kind === kind) ? timeline : [...timeline, { kind }];
}
