import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sensitiveEntries } from "../../../sandbox/sensitive.ts";
import { backends, describeBackend, makeWorkspace, removeWorkspace, runIn } from "./backends.ts";

const fixed = ["AGENTS.md", ".vscode/tasks.json", "packages/one/.git/hooks/pre-commit", "packages/one/AGENTS.md", "packages/worktree/.git"];
const hidden = [".env", ".env.production", "packages/one/.env.local", ".envrc"];
const ordinary = [".env.example", ".env.test", "src/env.js", ".gitignore", "node_modules/dependency/.env"];

async function fill(workspace: string): Promise<void> {
  for (const path of [...fixed, ...hidden, ...ordinary]) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), `secret of ${path}\n`);
  }
}

describe("what is sensitive in a workspace", () => {
  it("is found at any depth, but not in what others wrote", async () => {
    const workspace = await makeWorkspace();
    try {
      await fill(workspace);
      const found = sensitiveEntries(workspace);
      const from = (paths: readonly string[]): string[] => paths.map((path) => path.slice(workspace.length + 1)).sort();
      assert.deepEqual(from(found.fixed), [".vscode", "AGENTS.md", "packages/one/.git", "packages/one/AGENTS.md", "packages/worktree/.git"]);
      assert.deepEqual(from(found.hidden), [...hidden].sort());
    } finally {
      await removeWorkspace(workspace);
    }
  });
});

for (const { name } of backends) {
  describeBackend(name, `a command in ${name}, in a workspace with sensitive files`, (open) => {
    let workspace: string;
    before(async () => {
      workspace = await makeWorkspace();
      await fill(workspace);
    });
    after(() => removeWorkspace(workspace));

    it("changes none of those that run code or instruct a model", async () => {
      const attempts = fixed.map((path) => `echo changed > ${path}; rm -f ${path}; mv ${path} moved`);
      await runIn(await open(), workspace, `${attempts.join("; ")}; echo new > packages/one/.git/config; true`);
      for (const path of fixed) assert.equal(await readFile(join(workspace, path), "utf8"), `secret of ${path}\n`);
      await assert.rejects(readFile(join(workspace, "packages/one/.git/config")), { code: "ENOENT" });
    });

    it("reads none of those with secrets, and all others", async () => {
      const { stdout } = await runIn(await open(), workspace, `cat ${[...hidden, ...ordinary].join(" ")}; true`);
      assert.deepEqual(stdout.split("\n").filter((line) => line !== "").sort(), ordinary.map((path) => `secret of ${path}`).sort());
    });
  });
}
