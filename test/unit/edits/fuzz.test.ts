import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { applyWhole } from "../../../cli/apply-patch.ts";
import { applyPatch } from "../../../engine/edits/apply-patch.ts";
import { editFile } from "../../../engine/edits/edit-file.ts";
import { PatchError } from "../../../engine/edits/patch-error.ts";
import { isUserError } from "../../../engine/errors.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** By hand: `FUZZ_SECONDS=600 FUZZ_SEED=7 npx mocha --no-config -t 0 test/unit/edits/fuzz.test.ts`. */
const SECONDS = Number(process.env["FUZZ_SECONDS"] ?? 0);
const SEED = Number(process.env["FUZZ_SEED"] ?? 1);

const files: Readonly<Record<string, string>> = {
  "a.py": "import os\n\nclass A:\n    def run(self):\n        return 1\n\nclass B:\n    def run(self):\n        return 1\n",
  "src/b.ts": "export function f() {\r\n\tif (x) {\r\n\t\tg();\r\n\t}\r\n}",
  "c.txt": "\uFEFFone\ntwo\n\ntwo\nthree\n",
  "empty": "",
};
const seeds = [
  "*** Begin Patch\n*** Update File: a.py\n@@ class B:\n     def run(self):\n-        return 1\n+        return 2\n*** End Patch\n",
  "*** Begin Patch\n*** Update File: c.txt\n*** Move to: d/e.txt\n@@\n one\n-two\n+zwei\n@@\n two\n three\n+four\n*** End of File\n*** Add File: n.txt\n+1\n+\n+2\n*** Delete File: empty\n*** End Patch\n",
  "```diff\n--- a/src/b.ts\n+++ b/src/b.ts\n@@ -1,3 +1,4 @@ function\n export function f() {\n+\tconst y = 1;\n \tif (x) {\n ...\n }\n\\ No newline at end of file\n```\n",
  "diff --git a/a.py b/z.py\nrename from a.py\nrename to z.py\n--- a/a.py\n+++ b/z.py\n@@ -1,2 +1,2 @@\n-import os\n+import sys\n \n",
  "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: src/b.ts\n<<<<<<< SEARCH\n\t\tg();\n=======\n\t\th();\n>>>>>>> REPLACE\n*** End Patch\nEOF",
];
const pieces = ["*** Begin Patch", "*** End Patch", "*** End of File", "*** Move to: ../x", "*** Update File: link/x", "*** Add File: /etc/x", "*** Delete File: src", "*** Add File: src/b.ts/x", "@@", "@@ ", "@@ -0,0 +1 @@", " ", "", "-", "+", "...", "-...", "\\ No newline at end of file", "```", "\t", "\0", "\r", "\uFFFD", "😀", "--- /dev/null", "+++ b/c.txt", "<<<<<<< SEARCH", "=======", "*".repeat(200), " x".repeat(500)];

/** A random number below `limit` (xorshift, Marsaglia 2003), the same for the same seed. */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

function mutate(text: string, random: (limit: number) => number): string {
  const lines = text.split("\n");
  for (let step = 1 + random(5); step > 0; step--) {
    const at = random(lines.length + 1);
    const other = random(lines.length + 1);
    const piece = pieces[random(pieces.length)] ?? "";
    const line = lines[at] ?? "";
    switch (random(7)) {
      case 0: lines.splice(at, 1); break;
      case 1: lines.splice(at, 0, piece); break;
      case 2: lines.splice(at, 0, ...lines.slice(other, other + 4)); break;
      case 3: lines.splice(at, 1, line.slice(0, random(line.length + 1)) + piece + line.slice(random(line.length + 1))); break;
      case 4: lines.splice(at, 1, line.slice(1)); break;
      case 5: lines.length = at; break;
      default: lines.splice(at, 1, ` ${line}`);
    }
  }
  return lines.join("\n");
}

/** Calls `work` with mutated patches: `count` of them, or for as long as was asked for by hand. */
async function fuzz(count: number, work: (patch: string, random: (limit: number) => number) => Promise<void>): Promise<number> {
  const random = randomFrom(SEED);
  const end = performance.now() + SECONDS * 1_000;
  let done = 0;
  for (; SECONDS > 0 ? performance.now() < end : done < count; done++) {
    let patch = seeds[random(seeds.length)] ?? "";
    for (let times = random(3); times >= 0; times--) patch = mutate(patch, random);
    await work(patch, random);
  }
  return done;
}

function isSafe(path: string): boolean {
  return path !== "" && !/^\/|^[A-Za-z]:|\\|\0/.test(path) && path.split("/").every((part) => !["", ".", "..", ".git"].includes(part));
}

describe("any patch text", function () {
  this.timeout(0);

  it("is applied or refused by a PatchError, and names safe paths only", async () => {
    let applied = 0;
    await fuzz(15_000, async (patch) => {
      try {
        const { edits } = await applyPatch(patch, (path) => {
          assert.ok(isSafe(path), path);
          return Promise.resolve(files[path] ?? null);
        });
        applied++;
        for (const edit of edits) assert.ok(isSafe(edit.kind === "move" ? edit.to : edit.path), patch);
      } catch (error) {
        assert.ok(error instanceof PatchError, `${String(error)}\n${patch}`);
        assert.notEqual(error.message, "");
      }
    });
    assert.notEqual(applied, 0);
  });

  it("is applied to one text or refused by a PatchError", async () => {
    const done = await fuzz(15_000, (patch, random) => {
      const text = Object.values(files)[random(Object.keys(files).length)] ?? "";
      try {
        assert.equal(typeof editFile(text, patch), "string");
      } catch (error) {
        assert.ok(error instanceof PatchError, `${String(error)}\n${patch}`);
      }
      return Promise.resolve();
    });
    assert.notEqual(done, 0);
  });

  it("changes all of its files on the disk or none, and nothing outside", async () => {
    await using outside = await temporaryFolder({ x: "one\ntwo\n" });
    await using folder = await temporaryFolder();
    const root = join(folder.path, "root");
    let applied = 0;
    await fuzz(500, async (patch, random) => {
      await makeFiles(root, outside.path, random);
      const before = await snapshot(root);
      try {
        await applyWhole(root, patch);
        applied++;
      } catch (error) {
        assert.ok(isUserError(error), `${String(error)}\n${patch}`);
        assert.deepEqual(await snapshot(root), before, patch);
      }
      assert.deepEqual(await snapshot(outside.path), { x: "100644 one\ntwo\n" }, patch);
      assert.deepEqual((await readdir(root, { recursive: true })).filter((name) => name.endsWith(".tmp")), [], patch);
    });
    assert.notEqual(applied, 0);
  });
});

/** The files, some of them read-only, one perhaps a folder, and a link that leads out. */
async function makeFiles(root: string, outside: string, random: (limit: number) => number): Promise<void> {
  await rm(root, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    if (random(8) === 0) await chmod(join(root, path), 0o444);
  }
  if (random(4) === 0) await mkdir(join(root, "n.txt"));
  await symlink(outside, join(root, "link"));
}

async function snapshot(root: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(root, { recursive: true })).sort()) {
    const path = join(root, name);
    const { mode } = await stat(path);
    found[name] = `${mode.toString(8)} ${(await stat(path)).isFile() ? await readFile(path, "utf8") : ""}`;
  }
  return found;
}
