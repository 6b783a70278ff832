import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createDiskEditor } from "../../../engine/review/disk-editor.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const refused = (code: string): { readonly name: string; readonly code: string } => ({ name: "UserError", code });

describe("edits on the disk", () => {
  it("keep the byte order mark, the line endings and the mode", async () => {
    await using folder = await temporaryFolder({ "a.js": "\uFEFFone\r\ntwo\r\n" });
    await chmod(join(folder.path, "a.js"), 0o755);
    const editor = createDiskEditor(folder.path);
    assert.equal(await editor.read("a.js"), "one\r\ntwo\r\n");
    await editor.apply({ kind: "write", path: "a.js", expected: "one\r\ntwo\r\n", text: "ONE\r\ntwo\r\n" });
    assert.equal(await readFile(join(folder.path, "a.js"), "utf8"), "\uFEFFONE\r\ntwo\r\n");
    assert.equal((await stat(join(folder.path, "a.js"))).mode & 0o777, 0o755);
  });

  it("create, move and delete files, folders included", async () => {
    await using folder = await temporaryFolder({ "a.js": "A", "d.js": "D" });
    const editor = createDiskEditor(folder.path);
    await editor.apply({ kind: "write", path: "new/n.js", expected: null, text: "N" });
    await editor.apply({ kind: "move", from: "a.js", to: "lib/a.ts", expected: "A", text: "AA" });
    await editor.apply({ kind: "delete", path: "d.js", expected: "D" });
    assert.deepEqual(await Promise.all(["new/n.js", "lib/a.ts", "a.js", "d.js"].map((path) => editor.read(path))), ["N", "AA", null, null]);
  });

  it("are refused when the file changed or another one is in the way", async () => {
    await using folder = await temporaryFolder({ "a.js": "mine", "b.js": "B" });
    const editor = createDiskEditor(folder.path);
    await assert.rejects(editor.apply({ kind: "write", path: "a.js", expected: "theirs", text: "x" }), refused("conflict"));
    await assert.rejects(editor.apply({ kind: "move", from: "a.js", to: "b.js", expected: "mine", text: "x" }), refused("conflict"));
    assert.deepEqual([await editor.read("a.js"), await editor.read("b.js")], ["mine", "B"]);
  });

  it("are refused for a read-only file, even where root could write it", async () => {
    await using folder = await temporaryFolder({ "a.js": "A" });
    await chmod(join(folder.path, "a.js"), 0o444);
    const editor = createDiskEditor(folder.path);
    await assert.rejects(editor.apply({ kind: "write", path: "a.js", expected: "A", text: "x" }), refused("not_permitted"));
    assert.equal(await editor.read("a.js"), "A");
  });

  it("never leave the workspace through a link", async () => {
    await using outside = await temporaryFolder({ "secret": "s" });
    await using folder = await temporaryFolder();
    await symlink(outside.path, join(folder.path, "link"));
    const editor = createDiskEditor(folder.path);
    await assert.rejects(editor.read("link/secret"), refused("not_permitted"));
    await assert.rejects(editor.apply({ kind: "write", path: "link/new", expected: null, text: "x" }), refused("not_permitted"));
  });

  it("leave binary and huge files alone", async () => {
    await using folder = await temporaryFolder({ "b.bin": new Uint8Array([0, 1]), "h.js": new Uint8Array(6 * 1024 * 1024).fill(97) });
    const editor = createDiskEditor(folder.path);
    await assert.rejects(editor.read("b.bin"), /is not a UTF-8 text file/);
    await assert.rejects(editor.read("h.js"), /is too large/);
  });

  it("leave the old file and nothing else on a full disk", async function () {
    if (process.platform !== "linux" || process.getuid?.() !== 0) this.skip(); // a small disk can be mounted by root on Linux only
    await using folder = await temporaryFolder();
    const disk = join(folder.path, "disk");
    await mkdir(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    try {
      await writeFile(join(disk, "a.js"), "old");
      await assert.rejects(createDiskEditor(disk).apply({ kind: "write", path: "a.js", expected: "old", text: "x".repeat(200_000) }), refused("io"));
      assert.deepEqual([await readdir(disk), await readFile(join(disk, "a.js"), "utf8")], [["a.js"], "old"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
