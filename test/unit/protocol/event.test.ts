import assert from "node:assert/strict";
import { parseEvent } from "../../../engine/protocol/event.ts";

const time = "2026-01-01T00:00:00.000Z";

describe("an event at the border", () => {
  it("is understood when it is well formed", () => {
    const parsed = parseEvent({ type: "warning", text: "careful", seq: 0, time });
    assert.deepEqual(parsed, { kind: "event", event: { type: "warning", text: "careful", seq: 0, time } });
  });

  it("of a newer version is told apart from a broken one", () => {
    assert.deepEqual(parseEvent({ type: "future_thing", seq: 4, time, more: true }), { kind: "newer", type: "future_thing", seq: 4 });
  });

  for (const [what, value] of [
    ["not an object", 7],
    ["null", null],
    ["without a time", { type: "warning", text: "x", seq: 0 }],
    ["with a field of the wrong type", { type: "warning", text: 3, seq: 0, time }],
    ["with a field missing", { type: "hunk_accepted", path: "a", seq: 0, time }],
  ] as const) {
    it(`is refused with a reason when it is ${what}`, () => {
      const parsed = parseEvent(value);
      assert.equal(parsed.kind, "broken");
      assert.ok(parsed.reason.length > 0);
    });
  }
});
