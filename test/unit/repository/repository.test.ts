import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { listFiles } from "../../../engine/repository/list-files.ts";
import { resolveInside } from "../../../engine/repository/paths.ts";
import { decodeFile, encodeFile, TEXT_FILE_LIMIT } from "../../../engine/repository/text-file.ts";
import { writeAtomically } from "../../../engine/repository/write-atomically.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("the text of a file", () => {
  it("comes back byte for byte whenever it is taken for text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.string({ unit: "grapheme" }).map((text) => new TextEncoder().encode(`\uFEFF${text}\r\n`))), (bytes) => {
        const decoded = decodeFile(bytes);
        if (decoded.kind === "text") assert.deepEqual(encodeFile(decoded.text, decoded.bom), bytes);
      }),
    );
  });

  it("is told apart from binary and huge files", () => {
    assert.equal(decodeFile(new Uint8Array([0x61, 0x00])).kind, "binary");
    assert.equal(decodeFile(new Uint8Array([0xff, 0xfe])).kind, "binary");
    assert.equal(decodeFile(new Uint8Array(TEXT_FILE_LIMIT + 1)).kind, "too_large");
  });
});

describe("a path of the workspace", () => {
  for (const path of ["../x", "a/../../x", "/etc/passwd", "C:\\x", "a\\..\\..\\x", "", "a\0b", ".git/hooks/pre-commit", "sub/.GIT/config"]) {
    it(`is refused when it is ${JSON.stringify(path)}`, async () => {
      await using folder = await temporaryFolder();
      await assert.rejects(resolveInside(folder.path, path), { name: "UserError", code: "not_permitted" });
    });
  }

  it("is refused when a link leads out, also for a file that is not there yet", async () => {
    await using outside = await temporaryFolder({ "secret": "s" });
    await using folder = await temporaryFolder();
    await symlink(outside.path, join(folder.path, "link"));
    await symlink(join(outside.path, "nowhere"), join(folder.path, "dangling"));
    for (const path of ["link/secret", "link/new/file", "dangling"]) await assert.rejects(resolveInside(folder.path, path), /link/);
  });

  it("is resolved when a link stays inside", async () => {
    await using folder = await temporaryFolder({ "real/a.js": "" });
    await symlink("real", join(folder.path, "link"));
    assert.equal(await resolveInside(folder.path, "link/a.js"), join(folder.path, "link/a.js"));
  });
});

describe("the files of a workspace", () => {
  it("are those that git would track, without dependencies", async () => {
    await using folder = await temporaryFolder({
      ".gitignore": "*.log\n/dist/\n!keep.log\n",
      "a.js": "", "x.log": "", "keep.log": "", "dist/o.js": "", "node_modules/p/i.js": "", ".unified-dgm/memory.yaml": "",
      "sub/.gitignore": "!x.log\nlocal/\n", "sub/x.log": "", "sub/local/f": "", "sub/dist/f.js": "",
    });
    await symlink(folder.path, join(folder.path, "loop"));
    assert.deepEqual(await listFiles(folder.path), [".gitignore", "a.js", "keep.log", "sub/.gitignore", "sub/dist/f.js", "sub/x.log"]);
  });

  it("are none in an empty repository", async () => {
    await using folder = await temporaryFolder();
    assert.deepEqual(await listFiles(folder.path), []);
  });

  it("are not listed on when canceled", async () => {
    await using folder = await temporaryFolder({ "a.js": "" });
    await assert.rejects(listFiles(folder.path, AbortSignal.abort()), { name: "AbortError" });
  });
});

describe("an atomic write", () => {
  it("keeps the file's mode and follows a link", async () => {
    await using folder = await temporaryFolder({ "run.sh": "old" });
    await chmod(join(folder.path, "run.sh"), 0o755);
    await symlink("run.sh", join(folder.path, "link"));
    await writeAtomically(join(folder.path, "link"), new TextEncoder().encode("new"));
    assert.equal(await readFile(join(folder.path, "run.sh"), "utf8"), "new");
    assert.equal((await stat(join(folder.path, "run.sh"))).mode & 0o777, 0o755);
  });

  it("leaves nothing behind when it fails", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "taken"));
    await assert.rejects(writeAtomically(join(folder.path, "taken"), new Uint8Array(1)));
    assert.deepEqual(await listFiles(folder.path), []);
  });
});
