import assert from "node:assert/strict";
import { hunkNow, type SeenHunk } from "../../../engine/changes/hunk-now.ts";
import { acceptHunkOf, editFile, type FileReview, openFileReview, rejectHunkOf } from "../../../engine/review/file-review.ts";

const base = "a\nb\nc\nd\ne\nf\ng\n";

function review(proposed: string): FileReview {
  return openFileReview({ path: "file.txt", kind: "modified", from: undefined, base, proposed });
}

function seen(file: FileReview, at: number): SeenHunk {
  const hunk = file.hunks[at];
  assert.ok(hunk);
  return { base: file.base, hunk };
}

describe("a hunk that somebody saw", () => {
  it("is the same one while nothing happens", () => {
    const file = review("a\nB\nc\nd\ne\nF\ng\n");
    assert.equal(hunkNow(seen(file, 1), file), file.hunks[1]);
  });

  it("is what typing has made of it", () => {
    const file = review("a\nB\nc\nd\ne\nF\ng\n");
    const edited = editFile(file, "a\nB\nc\nd\ne\nF, typed\nand more\ng\n");
    assert.deepEqual(hunkNow(seen(file, 1), edited)?.added, ["F, typed\n", "and more\n"]);
  });

  it("is none any more once it was rejected", () => {
    const file = review("a\nB\nc\nD\ne\nF\ng\n");
    const { hunk, base: before } = seen(file, 1);
    const after = rejectHunkOf(file, hunk.id);
    assert.ok(after);
    assert.equal(hunkNow({ base: before, hunk }, after), undefined);
  });

  it("is none any more once it was accepted, although another may now stand in its place", () => {
    const both = review("a\ne\nF\ng\n"); // removes three lines; the next hunk moves up to where they were
    const first = seen(both, 0);
    const after = acceptHunkOf(both, first.hunk.id)?.next;
    assert.ok(after);
    assert.ok((after.hunks[0]?.baseStart ?? 99) <= first.hunk.baseStart + first.hunk.removed.length);
    assert.equal(hunkNow(first, after), undefined);
  });
});
