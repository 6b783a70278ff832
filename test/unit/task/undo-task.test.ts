import assert from "node:assert/strict";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createDiskEditor } from "../../../engine/review/disk-editor.ts";
import type { FileEdit } from "../../../engine/language/file-edit.ts";
import { createOverlay } from "../../../engine/changes/overlay.ts";
import { openSession } from "../../../engine/task/session.ts";
import { announceChanges, settleChanges } from "../../../engine/task/settle.ts";
import { undoTask } from "../../../engine/task/undo-task.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const TASK = "20261123-101500-3f9a";
const LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

/** A workspace in which a task proposed `rounds` of edits that were all accepted, or decided by `decide`. */
async function afterTask(files: Readonly<Record<string, string>>, rounds: readonly (readonly FileEdit[])[], between: (root: string, round: number) => Promise<void> = () => Promise.resolve()) {
  const folder = await temporaryFolder(files);
  const root = folder.path;
  const editor = createDiskEditor(root);
  const session = await openSession(root, TASK, () => undefined);
  await session.emit({ type: "task_started", task: TASK, request: "r", approvalMode: "full-auto", workspace: root });
  for (const [at, edits] of rounds.entries()) {
    const overlay = createOverlay(editor.read);
    await overlay.apply(edits);
    await announceChanges(overlay, new Map(), session);
    await settleChanges(overlay.changes(), { session, approvalMode: "full-auto", signal: new AbortController().signal, frontEnd: { editor, onEvent: () => undefined, showReview: () => undefined, approveCommand: () => Promise.resolve("denied") } });
    await between(root, at);
  }
  await session.emit({ type: "task_finished", outcome: "completed", summary: "" });
  await session.close();
  const undo = () => undoTask(TASK, { root, editor, onEvent: () => undefined });
  const read = (path: string): Promise<string | null> => readFile(join(root, path), "utf8").catch(() => null);
  return { root, undo, read, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

describe("undoing a task", () => {
  it("puts every file back: changed, created, deleted, moved with an edit", async () => {
    await using after = await afterTask({ "a.txt": LINES, "gone.txt": "gone\n", "old/name.txt": "name\n" }, [
      [
        { kind: "write", path: "a.txt", text: LINES.replace("two", "TWO").replace("six", "SIX") },
        { kind: "write", path: "new/file.txt", text: "new\n" },
        { kind: "delete", path: "gone.txt" },
        { kind: "move", from: "old/name.txt", to: "other/name.txt", text: "NAME\n" },
      ],
    ]);
    assert.equal(await after.read("other/name.txt"), "NAME\n");
    const { restored, kept } = await after.undo();
    assert.deepEqual([await after.read("a.txt"), await after.read("gone.txt"), await after.read("old/name.txt"), await after.read("new/file.txt"), await after.read("other/name.txt")], [LINES, "gone\n", "name\n", null, null]);
    assert.deepEqual([[...restored].sort(), kept], [["a.txt", "gone.txt", "new/file.txt", "old/name.txt"], []]);
  });

  it("keeps what the user wrote since, in other lines of the same file and between the task's own edits", async () => {
    await using after = await afterTask(
      { "a.txt": LINES },
      [[{ kind: "write", path: "a.txt", text: LINES.replace("two", "TWO") }], [{ kind: "write", path: "a.txt", text: LINES.replace("two", "TWO").replace("four", "mine").replace("six", "SIX") }]],
      async (root, round) => {
        if (round === 0) await writeFile(join(root, "a.txt"), LINES.replace("two", "TWO").replace("four", "mine"));
      },
    );
    await writeFile(join(after.root, "a.txt"), `${(await after.read("a.txt")) ?? ""}eight\n`);
    await after.undo();
    assert.equal(await after.read("a.txt"), `${LINES.replace("four", "mine")}eight\n`);
  });

  it("leaves a file alone, and names it, where the user changed the same lines", async () => {
    await using after = await afterTask({ "a.txt": LINES, "b.txt": LINES }, [[{ kind: "write", path: "a.txt", text: LINES.replace("two", "TWO") }, { kind: "write", path: "b.txt", text: LINES.replace("two", "TWO") }]]);
    const mine = LINES.replace("two", "zwei");
    await writeFile(join(after.root, "a.txt"), mine);
    assert.deepEqual(await after.undo(), { restored: ["b.txt"], kept: ["a.txt"] });
    assert.equal(await after.read("a.txt"), mine);
  });

  it("leaves a created file that the user went on with", async () => {
    await using after = await afterTask({}, [[{ kind: "write", path: "new.txt", text: "new\n" }]]);
    await writeFile(join(after.root, "new.txt"), "new\nmine\n");
    assert.deepEqual(await after.undo(), { restored: [], kept: ["new.txt"] });
  });

  it("happens once, and tells it in the task's log", async () => {
    await using after = await afterTask({ "a.txt": LINES }, [[{ kind: "delete", path: "a.txt" }]]);
    await after.undo();
    await assert.rejects(after.undo(), /was undone before/);
    assert.match(await readFile(join(after.root, ".unified-dgm/sessions", `${TASK}.jsonl`), "utf8"), /"type":"task_undone","restored":\["a\.txt"\],"kept":\[\]/);
  });

  it("refuses a task that wrote nothing, and one that is not there", async () => {
    await using after = await afterTask({ "a.txt": LINES }, []);
    await assert.rejects(after.undo(), /changed no file/);
    await assert.rejects(undoTask("20261123-000000-0000", { root: after.root, editor: createDiskEditor(after.root), onEvent: () => undefined }), /There is no task/);
    await access(join(after.root, "a.txt"));
  });
});
