import assert from "node:assert/strict";
import { createOverlay, type Overlay } from "../../../engine/changes/overlay.ts";

function over(files: Readonly<Record<string, string>>): Overlay {
  return createOverlay((path) => Promise.resolve(files[path] ?? null));
}

describe("the overlay of a task's proposals", () => {
  it("shows a move with an edit as one change", async () => {
    const overlay = over({ "a.js": "A" });
    await overlay.apply([{ kind: "move", from: "a.js", to: "a.ts", text: "B" }]);
    assert.deepEqual(overlay.changes(), [{ path: "a.ts", from: "a.js", kind: "moved", base: "A", proposed: "B" }]);
    assert.equal(await overlay.read("a.js"), null);
  });

  it("shows two moves in a row as one", async () => {
    const overlay = over({ "a.js": "A" });
    await overlay.apply([{ kind: "move", from: "a.js", to: "b.js", text: "A" }, { kind: "move", from: "b.js", to: "c.ts", text: "C" }]);
    assert.deepEqual(overlay.changes(), [{ path: "c.ts", from: "a.js", kind: "moved", base: "A", proposed: "C" }]);
  });

  it("has no change where edits cancel each other out", async () => {
    const overlay = over({ "a.js": "A" });
    await overlay.apply([{ kind: "move", from: "a.js", to: "b.js", text: "A" }, { kind: "move", from: "b.js", to: "a.js", text: "A" }, { kind: "write", path: "n.js", text: "N" }, { kind: "delete", path: "n.js" }]);
    assert.deepEqual(overlay.changes(), []);
  });

  it("tells created, modified and deleted files apart", async () => {
    const overlay = over({ "m.js": "M", "d.js": "D" });
    await overlay.apply([{ kind: "write", path: "m.js", text: "m" }, { kind: "delete", path: "d.js" }, { kind: "write", path: "c.js", text: "C" }]);
    assert.deepEqual(overlay.changes().map(({ path, kind }) => [path, kind]), [["c.js", "created"], ["d.js", "deleted"], ["m.js", "modified"]]);
  });

  it("keeps a swap of two files as changes of their texts, so that neither is lost", async () => {
    const overlay = over({ "a.js": "A", "b.js": "B" });
    await overlay.apply([{ kind: "move", from: "a.js", to: "t.js", text: "A" }, { kind: "move", from: "b.js", to: "a.js", text: "B" }, { kind: "move", from: "t.js", to: "b.js", text: "A" }]);
    assert.deepEqual(overlay.changes().map(({ path, proposed, kind }) => [path, proposed, kind]), [["a.js", "B", "modified"], ["b.js", "A", "modified"]]);
  });
});
