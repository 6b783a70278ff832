import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { isUserError } from "../../../engine/errors.ts";
import { readDisk, requireWritable } from "../../../extension/workspace/disk.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const refusal = (code: string, message: RegExp) => (error: unknown): boolean => isUserError(error) && error.code === code && message.test(error.message) && error.remedy !== "";

describe("a file before it is written", () => {
  it("is refused on a disk without the room for it", async () => {
    await using folder = await temporaryFolder({ "a.txt": "one\n" });
    const place = { path: "a.txt", uri: { fsPath: join(folder.path, "a.txt") } };
    await requireWritable(place, 4);
    await assert.rejects(requireWritable(place, Number.MAX_SAFE_INTEGER), refusal("io", /^The disk is too full to write a\.txt\.$/));
  });

  it("is refused where nobody may write it, even to root", async () => {
    await using folder = await temporaryFolder({ "a.txt": "one\n" });
    const place = { path: "a.txt", uri: { fsPath: join(folder.path, "a.txt") } };
    await chmod(place.uri.fsPath, 0o444);
    await assert.rejects(requireWritable(place, 4), refusal("not_permitted", /read-only/));
  });

  it("may be in a folder that is not there yet", async () => {
    await using folder = await temporaryFolder();
    await requireWritable({ path: "a/b/c.txt", uri: { fsPath: join(folder.path, "a", "b", "c.txt") } }, 4);
  });
});

describe("a file that is read", () => {
  it("is nothing where there is none, not even its folder", async () => {
    await using folder = await temporaryFolder({ file: "" });
    for (const path of ["none", "none/none", "file/none"]) assert.equal(await readDisk({ path, uri: { fsPath: join(folder.path, path) } }), undefined);
  });

  it("is refused where it is a folder", async () => {
    await using folder = await temporaryFolder();
    await assert.rejects(readDisk({ path: "x", uri: { fsPath: folder.path } }), refusal("io", /x cannot be read/));
  });
});
