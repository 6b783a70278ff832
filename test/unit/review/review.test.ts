import assert from "node:assert/strict";
import type { FileChange } from "../../../engine/changes/file-change.ts";
import { UserError } from "../../../engine/errors.ts";
import { openReview, type Review, type StandingEvent } from "../../../engine/review/review.ts";
import type { WorkspaceEdit, WorkspaceEditor } from "../../../engine/review/workspace-editor.ts";

const modified: FileChange = { path: "a.js", from: undefined, kind: "modified", base: "1\n2\n3\n", proposed: "one\n2\nthree\n" };
const moved: FileChange = { path: "a.ts", from: "a.js", kind: "moved", base: "1\n2\n3\n", proposed: "one\n2\nthree\n" };

interface Desk {
  readonly review: Review;
  readonly files: Map<string, string>;
  readonly events: StandingEvent[];
  readonly edits: WorkspaceEdit[];
}

/** A review over files in memory. */
function desk(change: FileChange, files: Readonly<Record<string, string>> = { "a.js": "1\n2\n3\n" }): Desk {
  const disk = new Map(Object.entries(files));
  const events: StandingEvent[] = [];
  const edits: WorkspaceEdit[] = [];
  const editor: WorkspaceEditor = {
    read: (path) => Promise.resolve(disk.get(path) ?? null),
    apply: (edit) => {
      edits.push(edit);
      if (edit.kind === "delete") disk.delete(edit.path);
      if (edit.kind === "write") disk.set(edit.path, edit.text);
      if (edit.kind === "move") {
        disk.delete(edit.from);
        disk.set(edit.to, edit.text);
      }
      return Promise.resolve();
    },
  };
  const record = (event: StandingEvent): Promise<void> => {
    events.push(event);
    return Promise.resolve();
  };
  return { review: openReview({ changes: [change], editor, record }), files: disk, events, edits };
}

function hunk({ review }: Desk, path: string, index: number): string {
  return review.file(path)?.hunks[index]?.id ?? "";
}

describe("a review", () => {
  it("writes nothing before something is accepted", async () => {
    const { review, edits, files } = desk(modified);
    await review.edit("a.js", "one\n2\nTHREE\n");
    assert.deepEqual([edits, files.get("a.js")], [[], "1\n2\n3\n"]);
  });

  it("writes an accepted hunk alone and ends when the other is rejected", async () => {
    const open = desk(modified);
    await open.review.acceptHunk("a.js", hunk(open, "a.js", 1));
    assert.equal(open.files.get("a.js"), "1\n2\nthree\n");
    await open.review.rejectHunk("a.js", hunk(open, "a.js", 0));
    const { accepted } = await open.review.finished;
    assert.deepEqual(accepted.map((file) => file.path), ["a.js"]);
    assert.equal(open.files.get("a.js"), "1\n2\nthree\n");
  });

  it("decides in the order of the clicks when many come at once", async () => {
    const open = desk(modified);
    await Promise.all([open.review.acceptHunk("a.js", hunk(open, "a.js", 0)), open.review.acceptHunk("a.js", hunk(open, "a.js", 1)), open.review.rejectFile("a.js")]);
    assert.equal(open.files.get("a.js"), "one\n2\nthree\n");
  });

  it("takes the user's own text for what is proposed", async () => {
    const { review, files } = desk(modified);
    await review.edit("a.js", "uno\n2\n3\n");
    await review.acceptFile("a.js");
    assert.equal(files.get("a.js"), "uno\n2\n3\n");
  });

  it("is over for a file whose proposal the user edited back to what it was", async () => {
    const { review } = desk(modified);
    await review.edit("a.js", "1\n2\n3\n");
    assert.deepEqual((await review.finished).rejected.map((file) => file.path), ["a.js"]);
  });

  it("merges with what the user typed meanwhile elsewhere in the file", async () => {
    const { review, files, events } = desk({ ...modified, base: "1\n2\n3\n4\n5\n", proposed: "one\n2\n3\n4\n5\n" }, { "a.js": "1\n2\n3\n4\nfive\n" });
    await review.acceptFile("a.js");
    assert.equal(files.get("a.js"), "one\n2\n3\n4\nfive\n");
    assert.deepEqual(events.map((event) => event.type), ["proposal_rebased", "file_accepted"]);
  });

  it("refuses what conflicts with the user's own change, and loses neither", async () => {
    const { review, files } = desk(modified, { "a.js": "mine\n2\n3\n" });
    await assert.rejects(review.acceptFile("a.js"), (error: unknown) => error instanceof UserError && error.code === "conflict");
    assert.equal(files.get("a.js"), "mine\n2\n3\n");
    assert.equal(review.file("a.js")?.proposed, modified.proposed);
  });

  it("shows a conflict as what the user has now against what is proposed, for a decision that knows both", async () => {
    const { review, files } = desk({ ...modified, base: "1\n2\n3\n4\n5\n", proposed: "one\n2\n3\n4\nfive\n" }, { "a.js": "mine\n2\n3\n4\n5\n" });
    await assert.rejects(review.acceptFile("a.js"), (error: unknown) => error instanceof UserError && error.remedy.includes("now shows your lines as they are"));
    assert.deepEqual(review.file("a.js")?.hunks.map(({ removed, added }) => [removed, added]), [[["mine\n"], ["one\n"]], [["5\n"], ["five\n"]]]);
    await review.edit("a.js", "mine, one\n2\n3\n4\nfive\n");
    await review.acceptFile("a.js");
    assert.equal(files.get("a.js"), "mine, one\n2\n3\n4\nfive\n");
  });

  it("refuses a change of a file that was deleted meanwhile", async () => {
    const { review } = desk(modified, {});
    await assert.rejects(review.acceptFile("a.js"), /a\.js was deleted while the proposal waited/);
  });

  it("does not overwrite a file that appeared where one was to be created", async () => {
    const { review, files } = desk({ path: "new.js", from: undefined, kind: "created", base: null, proposed: "x\n" }, { "new.js": "mine\n" });
    await assert.rejects(review.acceptFile("new.js"), (error: unknown) => error instanceof UserError && error.code === "conflict");
    assert.equal(files.get("new.js"), "mine\n");
  });

  it("moves a file with its first accepted hunk, and not at all when every hunk is rejected", async () => {
    const kept = desk(moved);
    await kept.review.acceptHunk("a.ts", hunk(kept, "a.ts", 0));
    assert.deepEqual([...kept.files], [["a.ts", "one\n2\n3\n"]]);

    const left = desk(moved);
    await left.review.rejectHunk("a.ts", hunk(left, "a.ts", 0));
    await left.review.rejectHunk("a.ts", hunk(left, "a.ts", 0));
    assert.deepEqual([...left.files], [["a.js", "1\n2\n3\n"]]);
    assert.equal((await left.review.finished).rejected.length, 1);
  });

  it("moves a file whose text stays the same", async () => {
    const { review, files } = desk({ ...moved, proposed: moved.base });
    await review.acceptFile("a.ts");
    assert.deepEqual([...files.keys()], ["a.ts"]);
  });

  it("deletes a file only when that is accepted", async () => {
    const change: FileChange = { path: "a.js", from: undefined, kind: "deleted", base: "1\n2\n3\n", proposed: null };
    const rejected = desk(change);
    await rejected.review.rejectFile("a.js");
    assert.equal(rejected.files.size, 1);
    const accepted = desk(change);
    await accepted.review.acceptHunk("a.js", hunk(accepted, "a.js", 0));
    assert.equal(accepted.files.size, 0);
  });

  it("stays open when a write fails, with the proposal as it was", async () => {
    const review = openReview({
      changes: [modified],
      editor: { read: () => Promise.resolve(modified.base), apply: () => Promise.reject(new UserError("io", "The disk is full.", "Free some space.")) },
      record: () => Promise.resolve(),
    });
    await assert.rejects(review.acceptAll(), /The disk is full/);
    assert.equal(review.file("a.js")?.state, "pending");
  });
});
