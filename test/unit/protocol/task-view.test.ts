import assert from "node:assert/strict";
import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent, OUTPUT_LIMIT, type TaskView } from "../../../engine/protocol/task-view.ts";

function fold(bodies: readonly EventBody[]): TaskView {
  return bodies.map((body, seq): TaskEvent => ({ ...body, seq, time: "2026-01-01T00:00:00.000Z" })).reduce(foldEvent, emptyTaskView);
}

const started: EventBody = { type: "task_started", task: "t1", request: "rename a to b", approvalMode: "suggest", workspace: "sample" };
const proposed: EventBody = { type: "file_proposed", path: "a.js", base: "A", proposed: "B", pending: 3, kind: "modified", added: 3, removed: 3 };

describe("the view of a task", () => {
  it("takes each event once, however often it is sent", () => {
    const once = fold([started, { type: "message", role: "code_generator", text: "hello" }]);
    const again = foldEvent(once, { type: "message", role: "code_generator", text: "hello", seq: 1, time: "2026-01-01T00:00:00.000Z" });
    assert.equal(again.messages.length, 1);
  });

  it("shows the steps of a plan as they run", () => {
    const view = fold([
      started,
      { type: "plan_created", steps: [{ id: "1", title: "Rename", kind: "code_modification", files: ["a.js"] }, { id: "2", title: "Test", kind: "command", files: [], command: "npm test" }] },
      { type: "step_started", step: "1" },
      { type: "step_finished", step: "1", outcome: "done", summary: "renamed" },
      { type: "step_started", step: "2" },
    ]);
    assert.deepEqual(view.steps.map((step) => step.status), ["done", "running"]);
  });

  it("counts decided hunks and knows when a file has none left", () => {
    const view = fold([
      started,
      proposed,
      { type: "hunk_accepted", path: "a.js", base: "A1", proposed: "B", pending: 2, hunk: "h1" },
      { type: "hunk_rejected", path: "a.js", base: "A1", proposed: "B1", pending: 1, hunk: "h2" },
      { type: "file_accepted", path: "a.js", base: "B1", proposed: "B1", pending: 0 },
    ]);
    const file = view.files[0];
    assert.deepEqual([file?.accepted, file?.rejected, file?.pending, file?.decided], [2, 1, 0, true]);
  });

  it("marks what never ran as skipped when the task ends", () => {
    const view = fold([
      started,
      { type: "plan_created", steps: [{ id: "1", title: "Rename", kind: "code_modification", files: [] }] },
      { type: "task_finished", outcome: "canceled", summary: "Canceled." },
    ]);
    assert.deepEqual([view.steps[0]?.status, view.outcome], ["skipped", "canceled"]);
  });

  it("bounds the output it keeps and says how much it dropped", () => {
    const run = "r1";
    const view = fold([
      started,
      { type: "command_started", run, command: "yes", backend: "bubblewrap" },
      { type: "command_output", run, stream: "stdout", text: "x".repeat(OUTPUT_LIMIT) },
      { type: "command_output", run, stream: "stderr", text: "y".repeat(10) },
    ]);
    assert.equal(view.commands[0]?.dropped, 10);
    assert.equal(view.commands[0].output.at(-1)?.text, "y".repeat(10));
  });
});
