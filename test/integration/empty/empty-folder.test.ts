import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import * as vscode from "vscode";
import { commandIds } from "../../../extension/manifest.ts";
import { endTasks, events, happened, newestTask } from "../support/tasks.ts";
import { eventually, folder, run } from "../support/window.ts";

describe("the extension in an empty folder", function () {
  this.timeout(60_000);
  before(() => eventually("activation", () => vscode.extensions.getExtension("unified-dgm.unified-dgm")?.isActive));
  afterEach(endTasks);

  for (const request of ["refactor this codebase to use TypeScript", "rename a to b"]) {
    it(`ends “${request}” with a clear result and writes nothing`, async () => {
      assert.equal(await run(commandIds.refactor, request), undefined);
      const task = (await newestTask()) ?? assert.fail("no task");
      const { summary } = await happened(task, "task_finished", 40);
      assert.notEqual(summary, "");
      assert.ok(!(await events(task)).some(({ type }) => type === "file_proposed"));
      assert.deepEqual(await readdir(folder().fsPath), [".unified-dgm"]);
    });
  }
});
