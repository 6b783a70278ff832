import assert from "node:assert/strict";
import { openFileReview } from "../../../engine/review/file-review.ts";
import { barsOf } from "../../../extension/review/bars.ts";

const base = "a\nb\nc\nd\ne\n";

describe("the bars of a file under review", () => {
  it("stand below the last line of each hunk", () => {
    const file = openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "a\nB1\nB2\nc\nd\nE\n" });
    assert.deepEqual(barsOf(file).map(({ line, label }) => [line, label]), [[2, "Change 1 of 2: +2 −1"], [5, "Change 2 of 2: +1 −1"]]);
  });

  it("stand below the line before a pure removal, and never above the first line", () => {
    const file = openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "b\nc\ne\n" });
    assert.deepEqual(barsOf(file).map(({ line }) => line), [0, 1]);
  });

  it("are one, for the file itself, where a file is only moved", () => {
    const file = openFileReview({ path: "g", from: "f", kind: "moved", base, proposed: base });
    assert.deepEqual(barsOf(file), [{ hunk: undefined, line: 0, label: "Moved from f" }]);
  });

  it("are gone once the file is decided", () => {
    assert.deepEqual(barsOf({ ...openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "x\n" }), state: "rejected" }), []);
  });
});
