import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commandIds } from "../../../extension/manifest.ts";
import { eventually, run } from "../support/window.ts";

describe("the extension in a window without a folder", () => {
  before(() => eventually("activation", () => vscode.extensions.getExtension("unified-dgm.unified-dgm")?.isActive));

  it("says that a folder is needed, and how to open one", async () => {
    assert.match((await run(commandIds.refactor, "organize imports")) ?? "", /^No folder is open\. Open a folder first/);
  });

  it("has nothing to review, resume or discard, and says so", async () => {
    assert.match((await run(commandIds.reviewChanges)) ?? "", /No changes wait for review/);
    assert.match((await run(commandIds.resumeTask)) ?? "", /No folder is open/);
    assert.match((await run(commandIds.discardTask)) ?? "", /No folder is open/);
    assert.match((await run(commandIds.runCommand)) ?? "", /No command waits for an answer/);
  });

  it("shows its panel all the same", async () => {
    assert.equal(await run(commandIds.openPanel), undefined);
  });
});
