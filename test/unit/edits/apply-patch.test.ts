import assert from "node:assert/strict";
import { PatchError } from "../../../engine/edits/patch-error.ts";
import { applyPatch } from "../../../engine/edits/apply-patch.ts";
import { patched, refusal, text } from "./patching.ts";

describe("the *** Begin Patch form", () => {
  it("adds, updates and deletes files in one patch, and tells of them in the published order", async () => {
    const patch = text("*** Begin Patch", "*** Delete File: old.txt", "*** Update File: a.txt", "@@", "-one", "+uno", "*** Add File: new/b.txt", "+b", "*** End Patch");
    const { edits, summary } = await applyPatch(patch, (path) => Promise.resolve(({ "a.txt": "one\ntwo\n", "old.txt": "x\n" })[path] ?? null));
    assert.deepEqual(edits, [
      { kind: "delete", path: "old.txt" },
      { kind: "write", path: "a.txt", text: "uno\ntwo\n" },
      { kind: "write", path: "new/b.txt", text: "b\n" },
    ]);
    assert.equal(summary, "A new/b.txt\nM a.txt\nD old.txt");
  });

  it("moves a file and changes it", async () => {
    const patch = text("*** Begin Patch", "*** Update File: a.txt", "*** Move to: c/d.txt", "@@", "-one", "+uno", "*** End Patch");
    const { edits } = await applyPatch(patch, () => Promise.resolve("one\n"));
    assert.deepEqual(edits, [{ kind: "move", from: "a.txt", to: "c/d.txt", text: "uno\n" }]);
  });

  it("gives a later section what an earlier one made", async () => {
    const patch = text("*** Begin Patch", "*** Add File: a.txt", "+one", "*** Update File: a.txt", "@@", "-one", "+uno", "*** End Patch");
    const { edits } = await applyPatch(patch, () => Promise.resolve(null));
    assert.deepEqual(edits.at(-1), { kind: "write", path: "a.txt", text: "uno\n" });
  });

  it("refuses the whole patch and tells of every hunk that does not fit", async () => {
    const patch = text("*** Begin Patch", "*** Update File: a.txt", "@@", "-one", "+uno", "@@", "-three", "+tres", "*** Delete File: gone.txt", "*** End Patch");
    const error = await refusal(patch, { "a.txt": "one\ntwo\nthree!\n" });
    assert.deepEqual(error.failures.map(({ path, hunk, reason }) => [path, hunk, reason]), [["a.txt", 2, "absent"], ["gone.txt", undefined, "file"]]);
    assert.match(error.message, /Hunk 2 of a\.txt \(line 6 of the patch\).*\n.*three\n.*3: three!/);
  });

  it("takes the first match below a @@ header, and below stacked ones the innermost", async () => {
    const file = text("class A:", "  def run():", "    x", "class B:", "  def run():", "    x", "");
    assert.equal(await patched(file, "@@ class B:", "-    x", "+    y"), file.replace(/x\n$/, "y\n"));
    assert.equal(await patched(file, "@@ class B:", "@@   def run():", "-    x", "+    y"), file.replace(/x\n$/, "y\n"));
  });

  it("appends lines that have neither context nor header", async () => {
    assert.equal(await patched("one\n", "@@", "+two"), "one\ntwo\n");
  });

  it("takes padded markers in a hunk for lines of the file, which may tell of patches", async () => {
    const guide = text("Write:", "*** Begin Patch", "*** Update File: x.ts", "*** Move to: y.ts", "@@", "-a", "+b", "*** End of File", "*** End Patch", "");
    const made = await patched(guide, "@@", " *** Begin Patch", " *** Update File: x.ts", " *** Move to: y.ts", " @@", "--a", "+-c", " +b", " *** End of File", " *** End Patch");
    assert.equal(made, guide.replace("-a", "-c"));
  });

  it("adds lines that have only a header below it", async () => {
    assert.equal(await patched("def a():\n  pass\ndef b():\n  pass\n", "@@ def a():", "+  x = 1"), "def a():\n  x = 1\n  pass\ndef b():\n  pass\n");
  });

  it("takes the last of equal lines for *** End of File", async () => {
    assert.equal(await patched("a\nb\na\n", "@@", "-a", "+c", "*** End of File"), "a\nb\nc\n");
  });

  it("refuses lines that stand at several places, and names these", async () => {
    const error = await refusal("*** Begin Patch\n*** Update File: a.txt\n@@\n-x\n+y\n*** End Patch", { "a.txt": "x\nb\nx\n" });
    assert.deepEqual(error.failures.map(({ reason }) => reason), ["ambiguous"]);
    assert.match(error.message, /line 1, line 3/);
  });

  it("lets the order of hunks tell equal places apart where only one order is possible", async () => {
    assert.equal(await patched("x\nb\nx\n", "@@", "-x", "+1", "@@", "-x", "+2"), "1\nb\n2\n");
  });

  for (const path of ["/etc/passwd", "../up.txt", "a/../../up.txt", "C:\\x.txt", "a\0b", "~/x", ".git/config"]) {
    it(`refuses the path ${JSON.stringify(path)}`, async () => {
      const error = await refusal(`*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch`, {});
      assert.equal(error.code, "not_permitted");
    });
  }

  it("throws nothing but PatchError for what is no patch", async () => {
    await assert.rejects(applyPatch("hello", () => Promise.resolve(null)), PatchError);
  });
});
