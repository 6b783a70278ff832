import assert from "node:assert/strict";
import type { EventBody } from "../../../engine/protocol/event.ts";
import { totalCost } from "../../../engine/protocol/model-view.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../../engine/protocol/task-view.ts";

const model = { provider: "anthropic", model: "claude-sonnet-4-20250514" } as const;
const started = (call: string): EventBody => ({ type: "model_call_started", call, role: "reasoning_engine", ...model, stage: "plan" });
const finished = (call: string, input: number, cost: number | null): EventBody => ({
  type: "model_call_finished",
  call,
  role: "reasoning_engine",
  ...model,
  usage: { input, cachedInput: 10, cacheWrite: 0, output: 5, reasoning: 2 },
  cost,
  durationMs: 7,
});
const view = (...events: readonly EventBody[]): TaskView => events.reduce<TaskView>((before, event, seq) => foldEvent(before, { ...event, seq, time: "2026-01-01T00:00:00Z" }), emptyTaskView);

describe("what a view knows of the models", () => {
  it("shows what a running call says and thinks, until it is whole", () => {
    const running = view(started("1"), { type: "model_output", call: "1", kind: "reasoning", text: "Hm. " }, { type: "model_output", call: "1", kind: "text", text: "First" }, { type: "model_output", call: "1", kind: "text", text: " part." });
    assert.deepEqual(running.models.calls.map(({ reasoning, text }) => [reasoning, text]), [["Hm. ", "First part."]]);
    assert.deepEqual(view(started("1"), finished("1", 100, 3)).models.calls, []);
  });

  it("tells parallel calls apart", () => {
    const { calls } = view(started("1"), started("2"), { type: "model_output", call: "2", kind: "text", text: "two" }).models;
    assert.deepEqual(calls.map(({ text }) => text), ["", "two"]);
  });

  it("adds up the usage records of each model in each role", () => {
    const { spending } = view(started("1"), finished("1", 100, 30), started("2"), finished("2", 50, 12)).models;
    assert.deepEqual(spending, [{ role: "reasoning_engine", ...model, calls: 2, input: 150, cachedInput: 20, output: 10, cost: 42 }]);
    assert.deepEqual(totalCost(spending), { cost: 42, exact: true });
  });

  it("says that a sum is not exact where a price is not known", () => {
    assert.deepEqual(totalCost(view(finished("1", 100, null), finished("2", 1, 5)).models.spending), { cost: 0, exact: false });
  });

  it("forgets a failed call and says why and when it is tried again, until then", () => {
    const retry = { role: "reasoning_engine", model: model.model, attempt: 2, delayMs: 500, reason: "It was overloaded." } as const;
    const waiting = view(started("1"), { type: "model_call_failed", call: "1", role: "reasoning_engine", ...model, reason: "It was overloaded." }, { type: "model_call_retried", ...retry });
    assert.deepEqual([waiting.models.calls, waiting.models.retry], [[], retry]);
    assert.equal(view({ type: "model_call_retried", ...retry }, started("2")).models.retry, undefined);
  });

  it("names the model that took a role over", () => {
    const roles: EventBody = { type: "roles_assigned", roles: [{ role: "reasoning_engine", ...model }] };
    assert.deepEqual(view(roles, { type: "model_replaced", role: "reasoning_engine", provider: "openai", model: "o4-mini", reason: "Gone." }).roles, [{ role: "reasoning_engine", provider: "openai", model: "o4-mini" }]);
  });

  it("has no call and no retry left when the task is over", () => {
    const { models } = view(started("1"), { type: "task_finished", outcome: "canceled", summary: "" });
    assert.deepEqual([models.calls, models.retry], [[], undefined]);
  });
});
