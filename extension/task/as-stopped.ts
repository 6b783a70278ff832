import type { EventBody, TaskEvent } from "../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../engine/protocol/task-view.ts";

/** The events of a task that nobody works on any more, told so that they end with what is true now: it stopped, and nothing of it runs. */
export function asStopped(events: readonly TaskEvent[]): readonly TaskEvent[] {
  const left = events.filter((event) => event.type !== "task_finished");
  const view = left.reduce(foldEvent, emptyTaskView);
  const last = events.at(-1);
  const time = last?.time ?? new Date().toISOString();
  const endings: EventBody[] = [
    ...view.commands.filter(({ finished }) => finished === undefined).map(({ run }): EventBody => ({
      type: "command_finished", run, exitCode: null, signal: null, timedOut: false, canceled: true, outputTruncated: false, durationMs: ranFor(run, left, time),
    })),
    { type: "task_finished", outcome: "stopped", summary: summaryOf(view, left) },
  ];
  return [...left, ...endings.map((body, index): TaskEvent => ({ ...body, seq: (last?.seq ?? -1) + 1 + index, time }))];
}

function ranFor(run: string, events: readonly TaskEvent[], until: string): number {
  const started = events.find((event) => event.type === "command_started" && event.run === run);
  return started === undefined ? 0 : Math.max(0, Date.parse(until) - Date.parse(started.time));
}

function summaryOf({ files }: TaskView, events: readonly TaskEvent[]): string {
  const written = new Set(events.flatMap((event) => (event.type === "hunk_accepted" || event.type === "file_accepted" ? [event.path] : []))).size;
  const waiting = files.filter((file) => !file.decided).length;
  return [
    "Interrupted before it had ended.",
    written === 0 ? "No change was written." : `Changes of ${counted(written)} were accepted and are written.`,
    waiting === 0 ? "Resume goes on where it stopped." : `${counted(waiting)} ${waiting === 1 ? "waits" : "wait"} for your decision.`,
  ].join(" ");
}

function counted(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
