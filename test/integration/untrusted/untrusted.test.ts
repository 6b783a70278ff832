import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../../extension/manifest.ts";
import { endTasks, events, happened, newestTask } from "../support/tasks.ts";
import { closeEditors, eventually, run } from "../support/window.ts";

describe("the extension in an untrusted workspace", function () {
  this.timeout(120_000);
  before(() => eventually("activation", () => vscode.extensions.getExtension("unified-dgm.unified-dgm")?.isActive));
  afterEach(async () => {
    await endTasks();
    await closeEditors();
  });

  it("is there, in a window that is not trusted", () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it("reads, plans and proposes, but runs no command and asks for none", async () => {
    assert.equal(await run(commandIds.refactor, "rename hasKey to ownsKey"), undefined);
    const task = (await newestTask()) ?? assert.fail("no task");
    await happened(task, "plan_created", 60);
    await happened(task, "review_requested", 90);
    assert.equal(await run(commandIds.acceptAll), undefined);
    await happened(task, "task_finished", 30);
    const types = (await events(task)).map(({ type }) => type);
    assert.ok(!types.includes("command_started") && !types.includes("approval_requested"));
    assert.ok((await events(task)).some((event) => event.type === "warning" && event.text.startsWith("This workspace is not trusted")));
  });
});
