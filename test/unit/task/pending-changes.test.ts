import assert from "node:assert/strict";
import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";
import { pendingFiles } from "../../../engine/task/pending-changes.ts";

function paths(bodies: readonly EventBody[]): readonly (readonly [string, string, string | null])[] {
  const events = bodies.map((body, seq): TaskEvent => ({ ...body, seq, time: "2026-01-01T00:00:00.000Z" }));
  return pendingFiles(events).map((file) => [file.path, file.kind, file.base] as const);
}

const proposed = (path: string): EventBody => ({ type: "file_proposed", path, base: "A", proposed: "B", pending: 2, kind: "modified", added: 2, removed: 2 });
const moved: EventBody = { type: "file_proposed", path: "a.ts", from: "a.js", base: "A", proposed: "A", pending: 0, kind: "moved", added: 0, removed: 0 };

describe("what a log leaves undecided", () => {
  it("is every proposal that was neither accepted, rejected nor withdrawn", () => {
    assert.deepEqual(
      paths([
        proposed("a"), proposed("b"), proposed("c"), proposed("d"),
        { type: "file_accepted", path: "a", base: "B", proposed: "B", pending: 0 },
        { type: "file_rejected", path: "b", base: "A", proposed: "A", pending: 0 },
        { type: "proposal_withdrawn", path: "c" },
      ]),
      [["d", "modified", "A"]],
    );
  });

  it("goes on from the last accepted hunk", () => {
    assert.deepEqual(paths([proposed("a"), { type: "hunk_accepted", path: "a", base: "A1", proposed: "B", pending: 1, hunk: "h" }]), [["a", "modified", "A1"]]);
  });

  it("still has a move whose text stays the same, until that is decided", () => {
    assert.deepEqual(paths([moved]), [["a.ts", "moved", "A"]]);
    assert.deepEqual(paths([moved, { type: "proposal_rebased", path: "a.ts", base: "A2", proposed: "A2", pending: 0 }]), [["a.ts", "moved", "A2"]]);
    assert.deepEqual(paths([moved, { type: "file_accepted", path: "a.ts", base: "A", proposed: "A", pending: 0 }]), []);
  });
});
