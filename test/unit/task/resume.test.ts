import assert from "node:assert/strict";
import { isResumable } from "../../../engine/task/resume-task.ts";
import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";

const started: EventBody = { type: "task_started", task: "t", request: "r", approvalMode: "suggest", workspace: "/w" };
const ended = (outcome: "completed" | "stopped" | "canceled" | "failed"): EventBody => ({ type: "task_finished", outcome, summary: "" });
const log = (...events: readonly EventBody[]): readonly TaskEvent[] => events.map((event, seq) => ({ ...event, seq, time: "2026-01-01T00:00:00Z" }));

describe("a task that can be resumed", () => {
  it("is one without an end, because the window or the process died", () => {
    assert.equal(isResumable(log(started)), true);
  });

  it("is one that was stopped, by its user or by a model that gave no answer", () => {
    assert.equal(isResumable(log(started, ended("stopped"))), true);
  });

  it("is none that came to its end, whatever it had been before", () => {
    for (const outcome of ["completed", "canceled", "failed"] as const) assert.equal(isResumable(log(started, ended("stopped"), ended(outcome))), false);
  });
});
