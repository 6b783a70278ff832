import assert from "node:assert/strict";
import { ConfigurationTarget, lm, workspace } from "vscode";
import { commandIds, roleSettings } from "../../../extension/manifest.ts";
import type { EventType, TaskEvent } from "../../../engine/protocol/event.ts";
import { endTasks, events, happened, onDisk, startTask } from "../support/tasks.ts";
import { closeEditors, eventually, run } from "../support/window.ts";

async function bindAll(model: string | undefined): Promise<void> {
  for (const id of Object.values(roleSettings)) await workspace.getConfiguration().update(id, model, ConfigurationTarget.Global);
}

const of = async <Type extends EventType>(task: string, type: Type): Promise<readonly Extract<TaskEvent, { type: Type }>[]> =>
  (await events(task)).filter((event): event is Extract<TaskEvent, { type: Type }> => event.type === type);

describe("a model of the editor", function () {
  this.timeout(60_000);
  before(async () => {
    const model = await eventually("the editor has a model", async () => (await lm.selectChatModels({ vendor: "scripted" }))[0], 30);
    await bindAll(`vscode:${model.id}`);
  });
  after(() => bindAll(undefined));
  afterEach(async () => {
    await endTasks();
    await closeEditors();
  });

  it("holds a role by the settings, and works with tools, without a key", async () => {
    const task = await startTask("use a clearer name");
    await happened(task, "review_requested", 30);
    const [roles] = await of(task, "roles_assigned");
    assert.deepEqual(roles?.roles.map(({ provider }) => provider), ["vscode", "vscode", "vscode"]);
    assert.equal(await run(commandIds.acceptAll), undefined);
    await happened(task, "task_finished", 30);
    assert.match(await onDisk("sum.js"), /function total\(a, b\)/);
    // The editor keeps the account.
    assert.deepEqual((await of(task, "model_call_finished")).map(({ cost }) => cost), [0, 0, 0, 0]);
  });

  it("stops in the middle of its answer when the task is canceled", async () => {
    const task = await startTask("work slowly");
    await happened(task, "model_call_started", 30);
    assert.equal(await run(commandIds.cancel), undefined);
    assert.equal((await happened(task, "task_finished", 30)).outcome, "canceled");
  });

  it("that is out of quota stops the task with what the editor said", async () => {
    const task = await startTask("refuse everything");
    const { outcome, summary } = await happened(task, "task_finished", 30);
    assert.equal(outcome, "stopped");
    assert.match(summary, /Scripted One \(the editor's\) gave no answer: .*quota/i);
    const calls = (await of(task, "model_call_started")).length;
    // The log has the end a moment before the window is free for the next task.
    await eventually("it can be resumed", async () => (await run(commandIds.resumeTask)) === undefined || undefined);
    await eventually("it was tried again", async () => (await of(task, "task_finished")).length === 2 || undefined, 30);
    assert.ok((await of(task, "model_call_started")).length > calls);
  });

  it("that is not there is named, and the task can be resumed", async () => {
    await bindAll("vscode:gone");
    const task = await startTask("use a clearer name");
    const { outcome, summary } = await happened(task, "task_finished", 30);
    assert.deepEqual([outcome, /The editor offers no language model named gone/.test(summary)], ["stopped", true]);
  });
});
