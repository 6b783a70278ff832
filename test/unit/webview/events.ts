import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";

/** Numbers events from `first` on. */
export function numbered(bodies: readonly EventBody[], first = 0): TaskEvent[] {
  return bodies.map((body, index) => ({ ...body, seq: first + index, time: "2026-01-01T00:00:00.000Z" }));
}

export const started: EventBody = { type: "task_started", task: "t1", request: "rename a to b", approvalMode: "suggest", workspace: "sample" };

export function proposed(path: string): EventBody {
  return { type: "file_proposed", path, kind: "modified", base: "A", proposed: "B", pending: 2, added: 3, removed: 1 };
}

export function output(text: string, stream: "stdout" | "stderr" = "stdout", run = "r1"): EventBody {
  return { type: "command_output", run, stream, text };
}
