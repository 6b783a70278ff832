import { parseEvent, type TaskEvent } from "../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../engine/protocol/task-view.ts";
import { coalesceOutput } from "./coalesce.ts";
import { foldTimeline, type TimelineItem } from "./timeline.ts";

/** The task that the page shows. */
export interface OpenTask {
  readonly id: string;
  readonly view: TaskView;
  readonly timeline: readonly TimelineItem[];
  /** Types of events that a newer version wrote, which this page cannot show. */
  readonly newer: readonly string[];
}

export function openTask(id: string): OpenTask {
  return { id, view: emptyTaskView, timeline: [], newer: [] };
}

/** The task after more of its events, and the reason why one could not be read, if so. */
export function takeEvents(task: OpenTask, values: readonly unknown[]): { readonly task: OpenTask; readonly broken: string | undefined } {
  const events: TaskEvent[] = [];
  let broken: string | undefined;
  let { view, timeline, newer } = task;
  for (const value of values) {
    const parsed = parseEvent(value);
    if (parsed.kind === "event") events.push(parsed.event);
    else if (parsed.kind === "broken") broken ??= parsed.reason;
    else if (!newer.includes(parsed.type)) newer = [...newer, parsed.type];
  }
  const fresh = events.filter(({ seq }) => seq >= view.next);
  for (const event of coalesceOutput(fresh)) {
    timeline = foldTimeline(timeline, view, event);
    view = foldEvent(view, event);
  }
  return { task: { ...task, view, timeline, newer }, broken };
}

/** Whether the task still works or waits for the user. */
export function isRunning(task: OpenTask | undefined): boolean {
  return task !== undefined && task.view.phase !== "finished";
}
