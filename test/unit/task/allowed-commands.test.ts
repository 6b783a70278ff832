import assert from "node:assert/strict";
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readAllowed, writeAllowed } from "../../../engine/task/allowed-commands.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A home and a workspace beside it. */
async function places(): Promise<{ readonly home: string; readonly root: string } & AsyncDisposable> {
  const folder = await temporaryFolder({ "home/a": "", "workspace/a": "" });
  return { home: join(folder.path, "home"), root: join(folder.path, "workspace"), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function rulesFile(home: string): Promise<string> {
  const folder = join(home, ".unified-dgm", "allowed-commands");
  const [name = ""] = await readdir(folder);
  return join(folder, name);
}

describe("the commands that a user allowed in a workspace", () => {
  it("are none at first", async () => {
    await using at = await places();
    assert.deepEqual(await readAllowed(at.home, at.root), { rules: [], warnings: [] });
  });

  it("are read as they were written, each once", async () => {
    await using at = await places();
    for (const rule of [["npm", "test"], ["make", "check"], ["npm", "test"]]) await writeAllowed(at.home, at.root, rule);
    assert.deepEqual(await readAllowed(at.home, at.root), { rules: [["npm", "test"], ["make", "check"]], warnings: [] });
  });

  it("lie in the user's home, with no file in the workspace", async () => {
    await using at = await places();
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    assert.deepEqual(await readdir(at.root), ["a"]);
    assert.ok((await rulesFile(at.home)).startsWith(at.home));
  });

  it("are this workspace's alone, by whatever link it is opened", async () => {
    await using at = await places();
    await using other = await temporaryFolder({});
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    await symlink(at.root, join(other.path, "link"));
    assert.deepEqual((await readAllowed(at.home, other.path)).rules, []);
    assert.deepEqual((await readAllowed(at.home, join(other.path, "link"))).rules, [["npm", "test"]]);
  });

  it("are none, with a warning, where the file is broken", async () => {
    for (const text of ["{", "[]", "null", '{"workspace": 1}', '{"workspace":"/elsewhere","allowed":[["npm","test"]]}', '{"allowed":[["npm","test"]]}', "\0"]) {
      await using at = await places();
      await writeAllowed(at.home, at.root, ["npm", "test"]);
      await writeFile(await rulesFile(at.home), text);
      const { rules, warnings } = await readAllowed(at.home, at.root);
      assert.deepEqual([rules, warnings.length], [[], 1], text);
    }
  });

  it("are none, with a warning, where words are of another kind", async () => {
    await using at = await places();
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    const path = await rulesFile(at.home);
    const file: unknown = JSON.parse(await readFile(path, "utf8"));
    for (const allowed of [[["npm", 1]], [[]], [[""]], "npm test", [["x".repeat(2_000)]], Array<string[]>(600).fill(["npm", "test"])]) {
      await writeFile(path, JSON.stringify({ ...(file as object), allowed }));
      const { rules, warnings } = await readAllowed(at.home, at.root);
      assert.deepEqual([rules, warnings.length], [[], 1]);
    }
  });

  it("leave out a rule that would allow too much, with a warning, and keep the others", async () => {
    await using at = await places();
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    const path = await rulesFile(at.home);
    await writeFile(path, (await readFile(path, "utf8")).replace('"allowed": [', '"allowed": [["bash"],["sudo","npm"],'));
    const { rules, warnings } = await readAllowed(at.home, at.root);
    assert.deepEqual([rules, warnings.length], [[["npm", "test"]], 2]);
  });

  it("are not read from a folder, nor from a file of a size that no user's rules have", async () => {
    await using at = await places();
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    await truncate(await rulesFile(at.home), 10_000_000);
    assert.equal((await readAllowed(at.home, at.root)).warnings.length, 1);
    await using other = await places();
    await writeAllowed(other.home, other.root, ["npm", "test"]);
    const path = await rulesFile(other.home);
    await using empty = await places();
    await mkdir(join(empty.home, path.slice(other.home.length)), { recursive: true });
    assert.deepEqual((await readAllowed(empty.home, empty.root)).rules, []);
  });

  it("can be written again over a broken file", async () => {
    await using at = await places();
    await writeAllowed(at.home, at.root, ["npm", "test"]);
    await writeFile(await rulesFile(at.home), "{");
    await writeAllowed(at.home, at.root, ["make", "check"]);
    assert.deepEqual(await readAllowed(at.home, at.root), { rules: [["make", "check"]], warnings: [] });
  });

  it("take no rule that would allow too much", async () => {
    await using at = await places();
    for (const rule of [["bash"], ["node", "-e"], ["sudo"], ["npm"], []]) await assert.rejects(writeAllowed(at.home, at.root, rule), { code: "bad_input" });
  });

  it("are neither read nor written where the home lies in the workspace, whose commands could write them", async () => {
    await using folder = await temporaryFolder({ "home/a": "" });
    const home = join(folder.path, "home");
    await assert.rejects(writeAllowed(home, folder.path, ["npm", "test"]), { code: "not_permitted" });
    await assert.rejects(writeAllowed(home, home, ["npm", "test"]), { code: "not_permitted" });
    const { rules, warnings } = await readAllowed(home, folder.path);
    assert.deepEqual([rules, warnings.length], [[], 1]);
  });

  it("are neither read nor written where a link leads into the workspace", async () => {
    await using at = await places();
    await symlink(at.root, join(at.home, ".unified-dgm"));
    await assert.rejects(writeAllowed(at.home, at.root, ["npm", "test"]), { code: "not_permitted" });
    assert.equal((await readAllowed(at.home, at.root)).warnings.length, 1);
  });
});
