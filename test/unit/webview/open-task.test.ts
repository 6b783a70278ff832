import assert from "node:assert/strict";
import fc from "fast-check";
import type { EventBody } from "../../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent } from "../../../engine/protocol/task-view.ts";
import { coalesceOutput } from "../../../webview/state/coalesce.ts";
import { isRunning, openTask, takeEvents } from "../../../webview/state/open-task.ts";
import { numbered, output, proposed, started } from "./events.ts";

const take = (bodies: readonly unknown[]) => takeEvents(openTask("t1"), bodies);

describe("the task that the page shows", () => {
  it("lists its parts in the order in which they came up", () => {
    const { task } = take(numbered([
      started,
      { type: "analysis_started", files: 3 },
      { type: "message", role: "context_analyzer", text: "first" },
      { type: "analysis_finished", files: 3, relevant: [] },
      { type: "plan_created", steps: [] },
      { type: "warning", text: "careful" },
      { type: "command_started", run: "r1", command: "npm test", backend: "docker" },
      { type: "message", role: "code_generator", text: "second" },
    ]));
    assert.deepEqual(task.timeline, [{ kind: "analysis" }, { kind: "message", index: 0 }, { kind: "plan" }, { kind: "warning", index: 0 }, { kind: "command", run: "r1" }, { kind: "message", index: 1 }]);
  });

  it("puts the files last when their review begins", () => {
    const { task } = take(numbered([started, proposed("a.ts"), { type: "warning", text: "careful" }, { type: "review_requested", files: 1 }]));
    assert.deepEqual(task.timeline.map(({ kind }) => kind), ["warning", "files"]);
  });

  it("takes each event once, however often it is sent", () => {
    const events = numbered([started, { type: "warning", text: "careful" }, output("x")]);
    const once = take(events).task;
    assert.deepEqual(takeEvents(once, events).task, once);
  });

  it("goes on after a broken event and says that there was one", () => {
    const { task, broken } = take([...numbered([started]), { type: "warning" }, ...numbered([{ type: "warning", text: "careful" }], 1)]);
    assert.deepEqual([task.view.warnings, broken === undefined], [["careful"], false]);
  });

  it("names each kind of event of a newer version once", () => {
    const newer = (seq: number) => ({ type: "hologram_shown", seq, time: "2026-01-01T00:00:00Z" });
    assert.deepEqual(take([newer(0), newer(1)]).task.newer, ["hologram_shown"]);
  });

  it("runs until its end, and again when it is taken up", () => {
    const ended = take(numbered([started, { type: "task_finished", outcome: "stopped", summary: "" }])).task;
    const again = takeEvents(ended, numbered([{ type: "review_requested", files: 1 }], 2)).task;
    assert.deepEqual([isRunning(undefined), isRunning(ended), isRunning(again)], [false, false, true]);
  });
});

describe("joined outputs", () => {
  const anyBody = fc.oneof(
    { weight: 6, arbitrary: fc.record({ text: fc.string(), stream: fc.constantFrom("stdout" as const, "stderr" as const), run: fc.constantFrom("r1", "r2") }).map(({ text, stream, run }): EventBody => output(text, stream, run)) },
    fc.constant<EventBody>({ type: "warning", text: "careful" }),
  );
  const begun: readonly EventBody[] = [started, ...["r1", "r2"].map((run): EventBody => ({ type: "command_started", run, command: "x", backend: "y" }))];

  it("fold to the same view as the events one by one", () => {
    fc.assert(
      fc.property(fc.array(anyBody), (bodies) => {
        const events = numbered([...begun, ...bodies]);
        assert.deepEqual(coalesceOutput(events).reduce(foldEvent, emptyTaskView), events.reduce(foldEvent, emptyTaskView));
      }),
    );
  });

  it("are one event per run of one stream", () => {
    const events = numbered([output("a"), output("b"), output("c", "stderr"), output("d"), output("e", "stdout", "r2")]);
    assert.deepEqual(coalesceOutput(events).map((event) => event.type === "command_output" && [event.text, event.seq]), [["ab", 1], ["c", 2], ["d", 3], ["e", 4]]);
  });
});
