import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as vscode from "vscode";
import { commandIds, viewIds } from "../../../extension/manifest.ts";
import { eventually } from "../support/window.ts";

const ID = "unified-dgm.unified-dgm";
const loaded = (name: string): boolean => Object.keys(createRequire(import.meta.filename).cache).some((path) => path.endsWith(name));

describe("the extension in a window with a folder", () => {
  it("starts by itself", async () => {
    await eventually("activation", () => vscode.extensions.getExtension(ID)?.isActive);
  });

  it("has loaded neither the engine nor a compiler for that", () => {
    assert.ok(loaded("/dist/extension.cjs"), "the extension's bundle is looked for in the right place");
    assert.ok(!loaded("/dist/engine.cjs"));
    assert.ok(!loaded("/dist/typescript.cjs"));
  });

  it("offers every command of its manifest", async () => {
    const offered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(Object.values(commandIds).filter((id) => !offered.has(id)), []);
  });

  it("shows its panel", async () => {
    await vscode.commands.executeCommand(commandIds.openPanel);
    const offered = await vscode.commands.getCommands(true);
    assert.ok(offered.includes(`${viewIds.panel}.focus`));
  });
});
