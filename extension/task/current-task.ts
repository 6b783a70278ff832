import type { TaskEvent } from "../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../engine/protocol/task-view.ts";

/** The task that the window shows: its events so far and their fold. */
export interface CurrentTask {
  readonly task: string;
  readonly events: readonly TaskEvent[];
  readonly view: TaskView;
  /** Left in the middle by an earlier window, with changes that wait. */
  readonly interrupted: boolean;
}

/** What follows the current task: the panel, the status bar. */
export interface TaskObserver {
  readonly opened: (task: CurrentTask) => void;
  readonly happened: (task: CurrentTask, event: TaskEvent) => void;
  /** A task began to run, or none runs any more. */
  readonly runningChanged: (running: boolean) => void;
}

/** Whether it was left in the middle, so that it can go on: with changes that wait, or stopped. */
export function isResumable({ interrupted, view }: CurrentTask): boolean {
  return interrupted || view.outcome === "stopped";
}

/** A task with the events that it has already. */
export function openedTask(task: string, events: readonly TaskEvent[], interrupted: boolean): CurrentTask {
  return { task, events, view: events.reduce(foldEvent, emptyTaskView), interrupted };
}
