import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, readdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { replaceFiles } from "../../../cli/replace-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = join(import.meta.dirname, "../../../cli/main.ts");

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `unified-dgm apply-patch`; with `fileBlocks` no file may grow beyond so many blocks, as on a full disk. */
async function applyPatch(cwd: string, args: readonly string[], input = "", fileBlocks?: number): Promise<Outcome> {
  const command = [process.execPath, program, "apply-patch", ...args];
  const [file = "", ...rest] = fileBlocks === undefined ? command : ["/bin/sh", "-c", `ulimit -f ${fileBlocks}; exec "$@"`, "sh", ...command];
  const child = spawn(file, rest, { cwd, stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" } });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([readAll(child.stdout), readAll(child.stderr), ended]);
  return { code, stdout, stderr };
}

const patch = (...sections: readonly string[]): string => ["*** Begin Patch", ...sections, "*** End Patch", ""].join("\n");
const update = (path: string, ...lines: readonly string[]): string => [`*** Update File: ${path}`, "@@", ...lines].join("\n");

/** All files below a folder with their texts, hidden and temporary ones too. */
async function filesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(entries.filter((entry) => entry.isFile()).map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), await readFile(path, "utf8")] as const;
  }));
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("unified-dgm apply-patch", function () {
  this.timeout(60_000);

  const whole = patch("*** Add File: new/n.txt", "+n", update("a.txt", "-one", "+uno"), "*** Delete File: d.txt");
  const before = { "a.txt": "one\ntwo\n", "d.txt": "d\n" };

  for (const [how, run] of [
    ["a file", (cwd: string) => applyPatch(cwd, ["p.patch"])],
    ["standard input", (cwd: string) => applyPatch(cwd, ["-"], whole)],
    ["standard input without an argument", (cwd: string) => applyPatch(cwd, [], whole)],
    ["the argument itself", (cwd: string) => applyPatch(cwd, [whole])],
  ] as const) {
    it(`takes the patch from ${how}, and says what it updated`, async () => {
      await using folder = await temporaryFolder({ ...before, "p.patch": whole });
      assert.deepEqual(await run(folder.path), { code: 0, stdout: "Success. Updated the following files:\nA new/n.txt\nM a.txt\nD d.txt\n", stderr: "" });
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "uno\ntwo\n", "new/n.txt": "n\n", "p.patch": whole });
    });
  }

  it("works below --cwd", async () => {
    await using folder = await temporaryFolder({ "sub/a.txt": "one\n" });
    assert.equal((await applyPatch(folder.path, ["--cwd", "sub", patch(update("a.txt", "-one", "+uno"))])).code, 0);
    assert.deepEqual(await filesOf(folder.path), { "sub/a.txt": "uno\n" });
  });

  it("exits with 1 and changes nothing where one of several sections does not fit", async () => {
    await using folder = await temporaryFolder(before);
    const { code, stdout, stderr } = await applyPatch(folder.path, [patch("*** Add File: n.txt", "+n", "*** Delete File: d.txt", update("a.txt", "-three", "+tres"))]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /Hunk 1 of a\.txt \(line 6 of the patch\) does not fit/);
    assert.deepEqual(await filesOf(folder.path), before);
  });

  for (const [what, args] of [["an unknown option", ["--bogus"]], ["two arguments", ["a", "b"]], ["a patch file that is not there", ["nowhere.patch"]], ["a folder that is not there", ["--cwd", "nowhere", "-"]], ["an empty standard input", ["-"]]] as const) {
    it(`exits with 2 for ${what}`, async () => {
      await using folder = await temporaryFolder();
      const { code, stderr } = await applyPatch(folder.path, args);
      assert.equal(code, 2);
      assert.notEqual(stderr, "");
    });
  }

  it("keeps a byte order mark, CRLF, a missing final newline and the file's mode", async () => {
    await using folder = await temporaryFolder({ "a.sh": "\uFEFFone\r\ntwo" });
    await chmod(join(folder.path, "a.sh"), 0o755);
    assert.equal((await applyPatch(folder.path, [patch(update("a.sh", "-one", "-two", "+uno", "+dos"))])).code, 0);
    assert.deepEqual(await filesOf(folder.path), { "a.sh": "\uFEFFuno\r\ndos" });
    assert.equal((await stat(join(folder.path, "a.sh"))).mode & 0o777, 0o755);
  });

  it("gives a moved file the mode of the old one", async () => {
    await using folder = await temporaryFolder({ "a.sh": "one\n" });
    await chmod(join(folder.path, "a.sh"), 0o750);
    assert.equal((await applyPatch(folder.path, [patch("*** Update File: a.sh\n*** Move to: b/c.sh\n@@\n-one\n+uno")])).code, 0);
    assert.deepEqual(await filesOf(folder.path), { "b/c.sh": "uno\n" });
    assert.equal((await stat(join(folder.path, "b/c.sh"))).mode & 0o777, 0o750);
  });

  it("deletes a file that is no text, but does not patch one", async () => {
    await using folder = await temporaryFolder({ "a.bin": new Uint8Array([0xff, 0xfe]) });
    assert.equal((await applyPatch(folder.path, [patch(update("a.bin", "-x", "+y"))])).code, 1);
    assert.equal((await applyPatch(folder.path, [patch("*** Delete File: a.bin")])).code, 0);
    assert.deepEqual(await filesOf(folder.path), {});
  });

  it("with --codex-compat ends changed files with a newline and leaves what was done before a failure", async () => {
    await using folder = await temporaryFolder({ "a.txt": "one" });
    assert.equal((await applyPatch(folder.path, ["--codex-compat", patch(update("a.txt", "-one", "+uno"))])).code, 0);
    assert.deepEqual(await filesOf(folder.path), { "a.txt": "uno\n" });
    const { code, stdout, stderr } = await applyPatch(folder.path, ["--codex-compat", patch("*** Add File: n.txt", "+n", update("gone.txt", "-x", "+y"))]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /gone\.txt .* is not there/);
    assert.deepEqual(await filesOf(folder.path), { "a.txt": "uno\n", "n.txt": "n\n" });
  });

  describe("changes nothing", () => {
    const first = update("a.txt", "-one", "+uno");

    for (const path of ["../out.txt", "/out.txt", "link/out.txt", "file-link", ".git/config"]) {
      it(`for the path ${path}`, async () => {
        await using outside = await temporaryFolder({ "out.txt": "one\n" });
        await using folder = await temporaryFolder({ "a.txt": "one\n" });
        await symlink(outside.path, join(folder.path, "link"));
        await symlink(join(outside.path, "out.txt"), join(folder.path, "file-link"));
        for (const section of [update(path, "-one", "+uno"), `*** Add File: ${path}\n+x`, `*** Update File: a.txt\n*** Move to: ${path}\n@@\n-one\n+uno`]) {
          assert.equal((await applyPatch(folder.path, [patch(first, section)])).code, 1);
        }
        assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n" });
        assert.deepEqual(await filesOf(outside.path), { "out.txt": "one\n" });
      });
    }

    it("when a later file is read-only, even where root could write it", async () => {
      await using folder = await temporaryFolder({ "a.txt": "one\n", "b.txt": "one\n" });
      await chmod(join(folder.path, "b.txt"), 0o444);
      const { code, stderr } = await applyPatch(folder.path, [patch(first, update("b.txt", "-one", "+uno"))]);
      assert.equal(code, 1);
      assert.match(stderr, /b\.txt is read-only/);
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n", "b.txt": "one\n" });
    });

    it("when a folder stands in the place of a file, or a file in the place of a folder", async () => {
      await using folder = await temporaryFolder({ "a.txt": "one\n", "d/x": "x\n" });
      for (const section of ["*** Add File: d\n+x", "*** Delete File: d", "*** Add File: d/x/y\n+x"]) {
        assert.equal((await applyPatch(folder.path, [patch(first, section)])).code, 1);
      }
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n", "d/x": "x\n" });
    });

    it("when a write fails midway, as on a full disk", async () => {
      await using folder = await temporaryFolder({ "a.txt": "one\n" });
      const large = `*** Add File: deep/down/large.txt\n${`+${"x".repeat(99)}\n`.repeat(2_000)}`.trimEnd();
      const { code, stderr } = await applyPatch(folder.path, [], patch(first, large), 16);
      assert.equal(code, 1);
      assert.match(stderr, /large\.txt cannot be written/);
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n" });
      assert.deepEqual(await readdir(folder.path), ["a.txt"]);
    });

    it("when a rename fails after others were done", async () => {
      await using folder = await temporaryFolder({ "a.txt": "one\n", "b.txt": "b\n", "c.txt": "c\n" });
      const bytes = new TextEncoder().encode("new\n");
      // Making the folder of the last one puts a folder in the place of the file before it.
      await assert.rejects(replaceFiles(folder.path, [{ path: "a.txt", bytes }, { path: "b.txt", bytes: null }, { path: "n.txt", bytes }, { path: "d", bytes }, { path: "d/x", bytes }]), { name: "UserError", code: "io" });
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n", "b.txt": "b\n", "c.txt": "c\n" });
      assert.deepEqual((await readdir(folder.path)).sort(), ["a.txt", "b.txt", "c.txt"]);
    });

    it("when two paths are one file by a link", async () => {
      await using folder = await temporaryFolder({ "a.txt": "one\n" });
      await symlink("a.txt", join(folder.path, "b.txt"));
      assert.equal((await applyPatch(folder.path, [patch(first, update("b.txt", "-one", "+dos"))])).code, 1);
      assert.deepEqual(await filesOf(folder.path), { "a.txt": "one\n" });
    });
  });
});
