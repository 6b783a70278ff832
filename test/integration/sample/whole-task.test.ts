import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationTarget, Position, workspace, WorkspaceEdit } from "vscode";
import { commandIds, settingIds } from "../../../extension/manifest.ts";
import { changedFiles, restoreFiles } from "../support/git.ts";
import { endTasks, events, happened, onDisk, startTask } from "../support/tasks.ts";
import { closeEditors, folder, run } from "../support/window.ts";

describe("a whole task on a real package", function () {
  this.timeout(180_000);
  afterEach(async () => {
    await endTasks();
    await closeEditors();
    await restoreFiles();
  });

  it("proposes, waits for every decision, runs the tests in the sandbox, and remembers", async () => {
    const task = await startTask("rename hasKey to ownsKey");
    assert.equal((await happened(task, "review_requested", 90)).files, 1);
    assert.deepEqual(await changedFiles(), []);

    assert.equal(await run(commandIds.nextHunk), undefined);
    assert.equal(await run(commandIds.acceptHunk), undefined);
    const first = (await onDisk("index.js")).split("\n").filter((line) => line.includes("ownsKey"));
    assert.equal(first.length, 1);
    assert.equal(await run(commandIds.acceptAll), undefined);
    assert.ok(!(await onDisk("index.js")).includes("hasKey"));

    const { command } = await happened(task, "approval_requested");
    assert.match(command, /npm test/);
    assert.ok(!(await events(task)).some(({ type }) => type === "command_started"), "nothing runs before the answer");
    assert.equal(await run(commandIds.skipCommand), undefined);
    assert.equal((await happened(task, "approval_answered")).answer, "denied");
    await happened(task, "task_finished", 30);
    assert.deepEqual(await changedFiles(), [" M index.js"]);
    assert.match(await onDisk(".unified-dgm/memory.yaml"), /rename hasKey to ownsKey/);
  });

  it("runs a command in the sandbox, or says why it cannot", async () => {
    const task = await startTask("rename hasKey to ownsKey");
    await happened(task, "review_requested", 90);
    await run(commandIds.acceptAll);
    await happened(task, "approval_requested");
    assert.equal(await run(commandIds.runCommand), undefined);
    await happened(task, "task_finished", 90);
    const ran = (await events(task)).find((event) => event.type === "command_finished" || (event.type === "warning" && event.text.startsWith("No command was run")));
    assert.ok(ran !== undefined);
  });

  it("is undone from the panel's command, but for what the user changed since, and once", async () => {
    const task = await startTask("rename hasKey to ownsKey");
    await happened(task, "review_requested", 90);
    await run(commandIds.acceptAll);
    await happened(task, "approval_requested");
    await run(commandIds.skipCommand);
    await happened(task, "task_finished", 30);
    const document = await workspace.openTextDocument(join(folder().fsPath, "index.js"));
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(0, 0), "// mine\n");
    assert.ok((await workspace.applyEdit(edit)) && (await document.save()));

    assert.equal(await run(commandIds.undoTask), undefined);
    assert.deepEqual((await happened(task, "task_undone")).restored, ["index.js"]);
    const text = await onDisk("index.js");
    assert.deepEqual([text.startsWith("// mine\n"), text.includes("ownsKey"), text.includes("hasKey")], [true, false, true]);
    assert.match((await run(commandIds.undoTask)) ?? "", /undone before/);
  });

  it("changes nothing when it is canceled in its middle", async () => {
    const task = await startTask("refactor this codebase to use TypeScript");
    await happened(task, "step_started", 60);
    await run(commandIds.cancel);
    assert.equal((await happened(task, "task_finished", 30)).outcome, "canceled");
    assert.deepEqual(await changedFiles(), []);
  });

  it("answers a request that it does not understand, and changes nothing", async () => {
    const task = await startTask("make me a sandwich");
    assert.equal((await happened(task, "task_finished", 60)).outcome, "answered");
    assert.deepEqual(await changedFiles(), []);
  });

  it("goes on in the approval mode that the settings are changed to while it runs", async () => {
    const set = (mode: string | undefined) => workspace.getConfiguration().update(settingIds.approvalMode, mode, ConfigurationTarget.Global);
    try {
      const task = await startTask("rename hasKey to ownsKey");
      await happened(task, "review_requested", 90);
      await set("full-auto");
      assert.equal((await happened(task, "approval_mode_changed")).approvalMode, "full-auto");
      assert.equal(await run(commandIds.acceptAll), undefined);
      await happened(task, "task_finished", 90);
      assert.deepEqual((await events(task)).filter(({ type }) => type === "approval_requested"), []);
    } finally {
      await set(undefined);
    }
  });

  it("is one at a time", async () => {
    const task = await startTask("rename hasKey to ownsKey");
    assert.match((await run(commandIds.refactor, "organize imports")) ?? "", /A task is running already/);
    await run(commandIds.cancel);
    await happened(task, "task_finished", 30);
  });

  it("keeps its log out of the package's git", async () => {
    const task = await startTask("make me a sandwich");
    await happened(task, "task_finished", 60);
    assert.ok(existsSync(join(folder().fsPath, ".unified-dgm", ".gitignore")));
  });
});
