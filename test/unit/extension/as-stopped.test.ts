import assert from "node:assert/strict";
import fc from "fast-check";
import type { EventBody } from "../../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../../engine/protocol/task-view.ts";
import { asStopped } from "../../../extension/task/as-stopped.ts";
import { numbered, proposed, started } from "../webview/events.ts";

const plan: EventBody = { type: "plan_created", steps: [{ id: "1", title: "Rename", kind: "code_modification", files: [] }] };
const reviewed: readonly EventBody[] = [started, plan, proposed("a.ts"), proposed("b.ts"), { type: "review_requested", files: 2 }];
const accepted: EventBody = { type: "hunk_accepted", path: "a.ts", hunk: "h", base: "C", proposed: "B", pending: 1 };

function stopped(bodies: readonly EventBody[]): TaskView {
  return asStopped(numbered(bodies)).reduce(foldEvent, emptyTaskView);
}

describe("a task that was left in the middle", () => {
  it("is finished, as stopped", () => {
    const { phase, outcome } = stopped([started]);
    assert.deepEqual([phase, outcome], ["finished", "stopped"]);
  });

  it("says that nothing was written and that its request can be sent again, where it had not come to a review", () => {
    assert.equal(stopped([started, plan]).summary, "Interrupted before it had ended. No change was written. Resume goes on where it stopped.");
  });

  it("says how many files wait", () => {
    assert.equal(stopped(reviewed).summary, "Interrupted before it had ended. No change was written. 2 files wait for your decision.");
  });

  it("says what was accepted and is written", () => {
    assert.equal(stopped([...reviewed, accepted]).summary, "Interrupted before it had ended. Changes of 1 file were accepted and are written. 2 files wait for your decision.");
  });

  it("has no step that runs", () => {
    assert.deepEqual(stopped([started, plan, { type: "step_started", step: "1" }]).steps.map(({ status }) => status), ["skipped"]);
  });

  it("asks for no command that nobody would run", () => {
    assert.equal(stopped([started, { type: "approval_requested", approval: "a1", command: "npm test" }]).approval, undefined);
  });

  it("has no command that runs: it ended with the task", () => {
    const began = numbered([started, { type: "command_started", run: "r1", command: "npm test", backend: "docker" }]);
    const output = numbered([{ type: "command_output", run: "r1", stream: "stdout", text: "1 passing" }], 2).map((event) => ({ ...event, time: "2026-01-01T00:00:02.500Z" }));
    const [command] = asStopped([...began, ...output]).reduce(foldEvent, emptyTaskView).commands;
    assert.deepEqual([command?.finished?.canceled, command?.finished?.durationMs], [true, 2500]);
  });

  it("says its end once, however often it was stopped and taken up before", () => {
    const end: EventBody = { type: "task_finished", outcome: "stopped", summary: "What is undecided is kept, and the task can be resumed." };
    const events = asStopped(numbered([...reviewed, end, { type: "review_requested", files: 2 }, accepted, end]));
    assert.deepEqual(events.filter(({ type }) => type === "task_finished").length, 1);
  });

  it("is told in the order of its events, each with a number of its own", () => {
    const any = fc.constantFrom<EventBody>(...reviewed, accepted, { type: "command_started", run: "r1", command: "x", backend: "y" }, { type: "task_finished", outcome: "stopped", summary: "" });
    fc.assert(
      fc.property(fc.array(any), (bodies) => {
        const numbers = asStopped(numbered(bodies)).map(({ seq }) => seq);
        assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
      }),
    );
  });
});
