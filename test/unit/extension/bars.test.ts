import assert from "node:assert/strict";
import { type FileReview, openFileReview } from "../../../engine/review/file-review.ts";
import { type Bar, barsOf, type SeenLines } from "../../../extension/review/bars.ts";

const base = "a\nb\nc\nd\ne\n";

function bars(file: FileReview, seen: readonly SeenLines[] = [], known: readonly Bar[] = []): readonly Bar[] {
  return barsOf(file, seen, new Set(known.map(({ hunk }) => hunk ?? "")));
}

describe("the bars of a file under review", () => {
  it("stand below the last line of each hunk", () => {
    const file = openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "a\nB1\nB2\nc\nd\nE\n" });
    assert.deepEqual(bars(file).map(({ line, label }) => [line, label]), [[2, "Change 1 of 2: +2 −1"], [5, "Change 2 of 2: +1 −1"]]);
  });

  it("stand below the line before a pure removal, and never above the first line", () => {
    const file = openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "b\nc\ne\n" });
    assert.deepEqual(bars(file).map(({ line }) => line), [0, 1]);
  });

  it("are one, for the file itself, where a file is only moved", () => {
    const file = openFileReview({ path: "g", from: "f", kind: "moved", base, proposed: base });
    assert.deepEqual(bars(file), [{ hunk: undefined, line: 0, label: "Moved from f" }]);
  });

  it("are gone once the file is decided", () => {
    assert.deepEqual(bars({ ...openFileReview({ path: "f", from: undefined, kind: "modified", base, proposed: "x\n" }), state: "rejected" }), []);
  });
});

describe("the bars of a file with a thousand hunks", () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `${index}\n`);
  const proposed = lines.map((line, index) => (index % 10 === 5 ? `new ${line}` : line)).join("");
  const file = openFileReview({ path: "f", from: undefined, kind: "modified", base: lines.join(""), proposed });
  const inSight = (first: number, last: number) => file.hunks.map(({ proposedStart }) => proposedStart).filter((line) => line >= first && line <= last);
  const linesOf = (shown: readonly Bar[]): readonly number[] => shown.map(({ line }) => line);

  it("are few where no editor shows the file, from its beginning on", () => {
    const unseen = linesOf(bars(file));
    assert.deepEqual([unseen[0], unseen.length < 30], [5, true]);
  });

  it("are there for all that is seen, and a view above and below it", () => {
    assert.deepEqual(linesOf(bars(file, [{ first: 5000, last: 5050 }])), inSight(4950, 5100));
  });

  it("keep their number: it says which of all hunks it is", () => {
    assert.match(bars(file, [{ first: 5000, last: 5050 }])[0]?.label ?? "", /^Change 496 of 1000/);
  });

  it("stay while the file is scrolled", () => {
    const before = bars(file, [{ first: 5000, last: 5050 }]);
    const after = new Set(linesOf(bars(file, [{ first: 5040, last: 5090 }], before)));
    assert.ok(linesOf(before).every((line) => after.has(line)));
  });

  it("are never many, however far it is scrolled, and always there where it is looked at", () => {
    let known: readonly Bar[] = [];
    for (let first = 0; first < 9_900; first += 40) {
      known = bars(file, [{ first, last: first + 50 }], known);
      assert.ok(known.length <= 40);
      const shown = new Set(linesOf(known));
      assert.ok(inSight(first, first + 50).every((line) => shown.has(line)));
    }
  });

  it("are there in each of two editors that show the file", () => {
    const shown = new Set(linesOf(bars(file, [{ first: 0, last: 50 }, { first: 9000, last: 9050 }])));
    assert.ok([...inSight(0, 50), ...inSight(9000, 9050)].every((line) => shown.has(line)));
  });
});
