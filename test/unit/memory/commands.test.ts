import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectCommands } from "../../../engine/memory/commands.ts";
import { recordTask } from "../../../engine/memory/memory.ts";
import { describeProject } from "../../../engine/memory/project-context.ts";
import { listFiles } from "../../../engine/repository/list-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FILE = ".unified-dgm/memory.yaml";
const PACKAGE = JSON.stringify({ scripts: { test: "mocha", typecheck: "tsc" } });

const record = async (root: string): Promise<string> => {
  await recordTask(root, { timestamp: new Date("2025-06-01T10:00:00Z"), request: "x", actions: [], context: await describeProject(root) });
  return readFile(join(root, FILE), "utf8");
};
const commandsOf = async (root: string): Promise<readonly string[]> =>
  (await projectCommands(root, await listFiles(root), (path) => readFile(join(root, path), "utf8"))).map(({ kind, command }) => `${kind}: ${command}`);

describe("the commands in the memory", () => {
  it("are those that were found, with where", async () => {
    await using folder = await temporaryFolder({ "package.json": PACKAGE });
    assert.match(await record(folder.path), / {2}test_command: npm test # found in package\.json: npm test\n {2}type_check_command: npm run typecheck # found in package\.json: npm run typecheck\n/);
    assert.deepEqual(await commandsOf(folder.path), ["test: npm test", "type_check: npm run typecheck"]);
  });

  it("follow the project as long as nobody edited them", async () => {
    await using folder = await temporaryFolder({ "package.json": PACKAGE });
    await record(folder.path);
    await writeFile(join(folder.path, "pnpm-lock.yaml"), "");
    assert.deepEqual(await commandsOf(folder.path), ["test: pnpm test", "type_check: pnpm run typecheck"]);
    assert.match(await record(folder.path), /test_command: pnpm test # found in package\.json: pnpm test\n/);
    await rm(join(folder.path, "package.json"));
    assert.doesNotMatch(await record(folder.path), /_command/);
  });

  for (const [what, line] of [
    ["edited beside our comment", "test_command: npm run fast # found in package.json: npm test"],
    ["written without a comment", "test_command: npm run fast"],
    ["written with a comment of their own", "test_command: npm run fast # the slow ones need a database"],
  ] as const) {
    it(`are the user's where they were ${what}`, async () => {
      await using folder = await temporaryFolder({ "package.json": PACKAGE, [FILE]: `project_context:\n  ${line}\n` });
      assert.deepEqual(await commandsOf(folder.path), ["test: npm run fast", "test: npm test", "type_check: npm run typecheck"]);
      assert.ok((await record(folder.path)).includes(`  ${line}\n`));
    });
  }

  for (const none of ["none", "false", '""']) {
    it(`are none of a kind where the user wrote ${none}`, async () => {
      await using folder = await temporaryFolder({ "package.json": PACKAGE, [FILE]: `project_context:\n  test_command: ${none}\n` });
      assert.deepEqual(await commandsOf(folder.path), ["type_check: npm run typecheck"]);
      assert.ok((await record(folder.path)).includes(`  test_command: ${none}\n`));
    });
  }

  for (const [what, text] of [
    ["below a history and above other keys", "conversation_history:\n  - request: x\nproject_context:\n  language: go\n\n# ours\n  test_command: make fast\nteam: blue\n"],
    ["in braces", "{project_context: {test_command: make fast}, team: blue}\n"],
    ["above a history that is broken", "project_context:\n  test_command: make fast\nconversation_history: [\n"],
    ["in lines that end as on Windows", "project_context:\r\n  language: go\r\n\r\n  test_command: make fast\r\nteam: blue\r\n"],
  ] as const) {
    it(`are the user's where they stand ${what}`, async () => {
      await using folder = await temporaryFolder({ [FILE]: text });
      assert.deepEqual(await commandsOf(folder.path), ["test: make fast"]);
    });
  }

  it("are found anew where the user left the place empty, or wrote no command", async () => {
    for (const value of ["", "[1]", "12", `"a\\nb"`, `"\\e[31m"`, "x".repeat(600)]) {
      await using folder = await temporaryFolder({ "package.json": PACKAGE, [FILE]: `project_context:\n  test_command: ${value}\n` });
      assert.deepEqual(await commandsOf(folder.path), ["test: npm test", "type_check: npm run typecheck"], value);
      assert.match(await record(folder.path), /test_command: npm test # found/);
    }
  });

  it("are those that are found where the memory is broken", async () => {
    await using folder = await temporaryFolder({ "package.json": PACKAGE, [FILE]: "project_context: [" });
    assert.deepEqual(await commandsOf(folder.path), ["test: npm test", "type_check: npm run typecheck"]);
  });
});
