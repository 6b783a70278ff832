import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { readTask } from "../../../engine/task/list-tasks.ts";
import { taskIds } from "../../../engine/task/session.ts";
import { commandIds } from "../../../extension/manifest.ts";
import { leaveTask, modified } from "../support/tasks.ts";
import { closeEditors, eventually, folder, run, saveNothingByItself } from "../support/window.ts";

const rootOf = (name: string): string => join(folder().fsPath, "..", name);
const textOf = (name: string): Promise<string> => readFile(join(rootOf(name), `${name}.js`), "utf8");
const openIn = async (name: string): Promise<void> => { await vscode.window.showTextDocument(vscode.Uri.file(join(rootOf(name), `${name}.js`)), { preview: false }); };

/** The task of the folder, once it waits for its review. */
const reviewed = (name: string): Promise<string> =>
  eventually(`a review in ${name}`, async () => {
    const [task] = await taskIds(rootOf(name));
    return task !== undefined && (await readTask(rootOf(name), task)).events.some(({ type }) => type === "review_requested") ? task : undefined;
  }, 60);
const finished = (name: string, task: string): Promise<true> => eventually("the end", async () => (await readTask(rootOf(name), task)).events.at(-1)?.type === "task_finished" || undefined, 60);

describe("the extension in a window with several folders", function () {
  this.timeout(120_000);
  before(async () => {
    await eventually("activation", () => vscode.extensions.getExtension("unified-dgm.unified-dgm")?.isActive);
    await saveNothingByItself();
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
  });
  afterEach(async () => {
    await run(commandIds.cancel);
    await closeEditors();
    for (const name of ["first", "second"]) {
      for (const task of await taskIds(rootOf(name))) await finished(name, task);
      await rm(join(rootOf(name), ".unified-dgm"), { recursive: true, force: true });
    }
  });

  it("asks which one is meant where nothing says it, and starts nothing without an answer", async () => {
    let answered = false;
    const asked = run(commandIds.refactor, "rename hello to greet").finally(() => { answered = true; });
    await eventually("the question was closed", async () => {
      await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
      return answered;
    });
    assert.equal(await asked, undefined);
    assert.deepEqual([await taskIds(rootOf("first")), await taskIds(rootOf("second"))], [[], []]);
  });

  it("works in the folder of the editor that was active last", async () => {
    await openIn("second");
    assert.equal(await run(commandIds.refactor, "rename hello to greet"), undefined);
    const task = await reviewed("second");
    assert.deepEqual(await taskIds(rootOf("first")), []);
    assert.equal(await run(commandIds.acceptAll), undefined);
    assert.match(await textOf("second"), /^function greet/);
    assert.match(await textOf("first"), /^function hello/);
    await run(commandIds.cancel);
    await finished("second", task);
  });

  it("takes up an interrupted task in its own folder, whichever editor is active", async () => {
    await openIn("first");
    const task = await leaveTask([modified("second.js", await textOf("second"), "taken up\n")], rootOf("second"));
    assert.equal(await run(commandIds.resumeTask), undefined);
    await eventually("the review is open", async () => (await readTask(rootOf("second"), task)).events.filter(({ type }) => type === "review_requested").length > 1);
    assert.equal(await run(commandIds.acceptAll), undefined);
    await finished("second", task);
    assert.equal(await textOf("second"), "taken up\n");
  });
});
