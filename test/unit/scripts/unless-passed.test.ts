import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { oneFailed, onePassed, type Outcome } from "../../../scripts/checks/outcome.ts";
import { unlessPassed } from "../../../scripts/checks/unless-passed.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("a check that depends on the files alone", () => {
  /** How often the check was done in three runs, with what happens between the second and the third. */
  const timesDone = async (outcome: Outcome, change: (folder: string) => Promise<void> = () => Promise.resolve(), repository = true): Promise<number> => {
    await using folder = await temporaryFolder({ "tree/a.ts": "a", "tree/.gitignore": "ignored\n" });
    const tree = join(folder.path, "tree");
    if (repository) execFileSync("git", ["init", "-q"], { cwd: tree });
    let done = 0;
    const check = (): Promise<Outcome> => {
      done += 1;
      return Promise.resolve(outcome);
    };
    const again = async (): Promise<void> => {
      const seen = await unlessPassed(check, { folder: tree, file: join(folder.path, "passed"), print: () => undefined });
      assert.deepEqual(seen, outcome);
    };
    await again();
    await again();
    await change(tree);
    await again();
    return done;
  };

  it("is done once where nothing changes", async () => {
    assert.equal(await timesDone(onePassed), 1);
  });

  it("is done again until it passes", async () => {
    assert.equal(await timesDone(oneFailed), 3);
  });

  it("is done again where a file has changed, came or went, but not for one that git ignores", async () => {
    assert.equal(await timesDone(onePassed, (folder) => writeFile(join(folder, "a.ts"), "b")), 2);
    assert.equal(await timesDone(onePassed, (folder) => writeFile(join(folder, "b.ts"), "")), 2);
    assert.equal(await timesDone(onePassed, (folder) => rm(join(folder, "a.ts"))), 2);
    assert.equal(await timesDone(onePassed, (folder) => writeFile(join(folder, "ignored"), "")), 1);
  });

  it("is always done outside a git work tree", async () => {
    assert.equal(await timesDone(onePassed, undefined, false), 3);
  });
});
