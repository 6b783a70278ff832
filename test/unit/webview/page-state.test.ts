import assert from "node:assert/strict";
import type { HostState } from "../../../engine/protocol/panel.ts";
import { initialPageState, LONGEST_REQUEST, type PageState, receive, sendability } from "../../../webview/state/page-state.ts";
import { fromStored, toStored } from "../../../webview/state/stored-state.ts";
import { numbered, started } from "./events.ts";

const host: HostState = { workspace: "sample", trusted: true, approvalMode: "suggest", roles: [], examples: [] };
const idle: PageState = { ...initialPageState, host };

function receiveAll(state: PageState, ...messages: readonly unknown[]): PageState {
  return messages.reduce<PageState>(receive, state);
}

describe("what the page takes from its host", () => {
  it("opens a task empty, then fills it with the task's events", () => {
    const state = receiveAll(idle, { kind: "task_opened", task: "t1" }, { kind: "events", task: "t1", events: numbered([started]) });
    assert.equal(state.task?.view.request, "rename a to b");
  });

  it("passes over events of a task that is no longer open", () => {
    const state = receiveAll(idle, { kind: "task_opened", task: "t2" }, { kind: "events", task: "t1", events: numbered([started]) });
    assert.deepEqual([state.task?.view.request, state.failure], ["", undefined]);
  });

  it("changes nothing for a message that is none, but says so", () => {
    for (const message of [undefined, null, 7, "state", {}, { kind: "dance" }, { kind: "state", state: { trusted: "yes" } }]) {
      const { failure, ...rest } = receive(idle, message);
      assert.match(failure ?? "", /does not understand/u);
      assert.deepEqual({ ...rest, failure: undefined }, idle);
    }
  });

  it("gives the request back when the host could not take it", () => {
    assert.equal(receive({ ...idle, sent: "rename a to b" }, { kind: "failure", text: "no" }).draft, "rename a to b");
  });

  it("keeps what the user wrote meanwhile instead", () => {
    assert.equal(receive({ ...idle, sent: "rename a to b", draft: "something else" }, { kind: "failure", text: "no" }).draft, "something else");
  });

  it("opens the sections of another task as they open by themselves", () => {
    const folded: PageState = { ...idle, folds: { plan: false }, foldsOf: "t1" };
    assert.deepEqual([receive(folded, { kind: "task_opened", task: "t1" }).folds, receive(folded, { kind: "task_opened", task: "t2" }).folds], [{ plan: false }, {}]);
  });
});

describe("whether the draft can be sent", () => {
  const opened = [{ kind: "task_opened", task: "t1" }, { kind: "events", task: "t1", events: numbered([started]) }];
  const cases: readonly (readonly [string, PageState, ReturnType<typeof sendability>])[] = [
    ["with words", { ...idle, draft: " do it " }, "ready"],
    ["of white space only", { ...idle, draft: " \n " }, "empty"],
    ["longer than the host takes", { ...idle, draft: "x".repeat(LONGEST_REQUEST + 1) }, "too_long"],
    ["while a task runs", receiveAll({ ...idle, draft: "x" }, ...opened, { kind: "events", task: "t1", events: numbered([{ type: "warning", text: "careful" }], 1) }), "running"],
    ["while a task has only begun", receiveAll({ ...idle, draft: "x" }, ...opened), "running"],
    ["beside a task that was left in the middle", receiveAll({ ...idle, draft: "x" }, ...opened, { kind: "events", task: "t1", events: numbered([{ type: "task_finished", outcome: "stopped", summary: "" }], 1) }), "ready"],
    ["while a request is under way", { ...idle, draft: "x", sent: "y" }, "busy"],
    ["without a folder", { ...idle, draft: "x", host: { ...host, workspace: undefined } }, "no_folder"],
  ];
  for (const [name, state, expected] of cases) it(`is told ${name}`, () => { assert.equal(sendability(state), expected); });
});

describe("what outlives a hidden panel", () => {
  it("is the draft, the folded sections of the task, and the scroll position", () => {
    const stored: unknown = JSON.parse(JSON.stringify(toStored({ ...idle, draft: "half a", folds: { plan: false }, foldsOf: "t1" }, 120)));
    const { state, scroll } = fromStored(stored);
    assert.deepEqual([state.draft, state.folds, state.foldsOf, scroll], ["half a", { plan: false }, "t1", 120]);
  });

  it("is nothing where another version or nobody stored it", () => {
    for (const stored of [undefined, null, 7, { draft: 7 }]) assert.deepEqual(fromStored(stored), { state: initialPageState, scroll: null });
  });
});
