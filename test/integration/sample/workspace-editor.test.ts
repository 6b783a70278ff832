import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { isUserError } from "../../../engine/errors.ts";
import { createWorkspaceEditor } from "../../../extension/workspace/editor.ts";
import { closeEditors, fileUri, folder, saveNothingByItself } from "../support/window.ts";

/** A folder per test: VS Code keeps a document for minutes after its editor is closed. */
let count = 0;
const place = (name: string): string => `editor-test-${count}/${name}`;
const target = (name: string): string => join(folder().fsPath, place(name));
const bytesOf = (name: string): Promise<string> => readFile(target(name), "latin1");
const editor = () => createWorkspaceEditor(folder());

async function insert(name: string, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(fileUri(place(name)));
  await vscode.window.showTextDocument(document);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function refused(work: Promise<void>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => isUserError(error) && error.code === code && message.test(error.message) && error.remedy !== "");
}

/** Lets something happen between the edit of a file's document and its saving. */
function whenSaving(name: string, happens: () => Promise<unknown>): vscode.Disposable {
  return vscode.workspace.onWillSaveTextDocument((event) => {
    if (event.document.uri.fsPath === target(name)) event.waitUntil(happens());
  });
}

describe("writing to the user's files", () => {
  before(saveNothingByItself);
  beforeEach(async () => {
    count += 1;
    await mkdir(target(""));
  });
  afterEach(async () => {
    await closeEditors();
    await rm(target(""), { recursive: true, force: true });
  });

  it("reads what is on the disk, and null where there is nothing", async () => {
    await writeFile(target("a.js"), "one\n");
    assert.equal(await editor().read(place("a.js")), "one\n");
    assert.equal(await editor().read(place("none.js")), null);
  });

  it("reads what is typed and not saved", async () => {
    await writeFile(target("a.js"), "one\n");
    await insert("a.js", "typed ");
    assert.equal(await editor().read(place("a.js")), "typed one\n");
  });

  it("writes and saves a file that nobody had changed", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\ntwo\n", text: "one\n2\n" });
    assert.equal(await bytesOf("a.js"), "one\n2\n");
  });

  it("can be undone in the editor", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    const document = await vscode.workspace.openTextDocument(fileUri(place("a.js")));
    await vscode.window.showTextDocument(document);
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\ntwo\n", text: "1\n2\n" });
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), "one\ntwo\n");
  });

  it("leaves the cursor on its line", async () => {
    await writeFile(target("a.js"), "one\ntwo\nthree\n");
    const document = await vscode.workspace.openTextDocument(fileUri(place("a.js")));
    const shown = await vscode.window.showTextDocument(document, { selection: new vscode.Range(1, 2, 1, 2) });
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\ntwo\nthree\n", text: "zero\none\ntwo\n3\n" });
    assert.deepEqual([shown.selection.active.line, shown.selection.active.character], [2, 2]);
  });

  it("keeps what is typed and saves nothing of a changed editor", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    const document = await insert("a.js", "typed ");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "typed one\ntwo\n", text: "typed one\n2\n" });
    assert.equal(document.getText(), "typed one\n2\n");
    assert.ok(document.isDirty);
    assert.equal(await bytesOf("a.js"), "one\ntwo\n");
  });

  it("keeps CRLF and the byte order mark", async () => {
    await writeFile(target("a.js"), "\uFEFFone\r\ntwo\r\n");
    assert.equal(await editor().read(place("a.js")), "one\r\ntwo\r\n");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\r\ntwo\r\n", text: "one\r\n2\r\nthree\r\n" });
    assert.equal(await readFile(target("a.js"), "utf8"), "\uFEFFone\r\n2\r\nthree\r\n");
  });

  it("keeps mixed line endings, which an editor of VS Code could not", async () => {
    await writeFile(target("a.js"), "one\r\ntwo\nthree\r\n");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\r\ntwo\nthree\r\n", text: "one\r\n2\nthree\r\n" });
    assert.equal(await bytesOf("a.js"), "one\r\n2\nthree\r\n");
  });

  it("adds a line at the end of a file without a last line feed", async () => {
    await writeFile(target("a.js"), "one");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one", text: "one\ntwo" });
    assert.equal(await bytesOf("a.js"), "one\ntwo");
  });

  it("creates a file with its folders", async () => {
    await editor().apply({ kind: "write", path: place("deep/er/a.ts"), expected: null, text: "const a = 1;\n" });
    assert.equal(await bytesOf("deep/er/a.ts"), "const a = 1;\n");
  });

  it("does not create over a file that appeared meanwhile", async () => {
    await writeFile(target("a.ts"), "mine\n");
    await refused(editor().apply({ kind: "write", path: place("a.ts"), expected: null, text: "ours\n" }), "conflict", /exists already/);
    assert.equal(await bytesOf("a.ts"), "mine\n");
  });

  it("moves a file together with its new text", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    await editor().apply({ kind: "move", from: place("a.js"), to: place("b/a.ts"), expected: "one\ntwo\n", text: "one\n2\n" });
    assert.equal(await bytesOf("b/a.ts"), "one\n2\n");
    assert.equal(await editor().read(place("a.js")), null);
  });

  it("does not move over a file", async () => {
    await writeFile(target("a.js"), "one\n");
    await writeFile(target("a.ts"), "mine\n");
    await refused(editor().apply({ kind: "move", from: place("a.js"), to: place("a.ts"), expected: "one\n", text: "one\n" }), "conflict", /exists already/);
    assert.deepEqual([await bytesOf("a.js"), await bytesOf("a.ts")], ["one\n", "mine\n"]);
  });

  it("deletes a file", async () => {
    await writeFile(target("a.js"), "one\n");
    await editor().apply({ kind: "delete", path: place("a.js"), expected: "one\n" });
    assert.equal(await editor().read(place("a.js")), null);
  });

  it("deletes nothing that holds unsaved text", async () => {
    await writeFile(target("a.js"), "one\n");
    const document = await insert("a.js", "typed ");
    await refused(editor().apply({ kind: "delete", path: place("a.js"), expected: "typed one\n" }), "not_permitted", /unsaved changes/);
    assert.equal(document.getText(), "typed one\n");
  });

  it("writes nothing over a change made meanwhile", async () => {
    await writeFile(target("a.js"), "newer\n");
    await refused(editor().apply({ kind: "write", path: place("a.js"), expected: "one\n", text: "two\n" }), "conflict", /changed in the meantime/);
    assert.equal(await bytesOf("a.js"), "newer\n");
  });

  it("writes after another program's change that its editor has not shown yet", async () => {
    await writeFile(target("a.js"), "one\n");
    const document = await vscode.workspace.openTextDocument(fileUri(place("a.js")));
    await vscode.window.showTextDocument(document);
    await writeFile(target("a.js"), "one\nmore\n");
    await editor().apply({ kind: "write", path: place("a.js"), expected: "one\nmore\n", text: "1\nmore\n" });
    assert.equal(await bytesOf("a.js"), "1\nmore\n");
  });

  it("does not touch a read-only file", async () => {
    await writeFile(target("a.js"), "one\n");
    await chmod(target("a.js"), 0o444);
    await refused(editor().apply({ kind: "write", path: place("a.js"), expected: "one\n", text: "two\n" }), "not_permitted", /read-only/);
    assert.equal(await bytesOf("a.js"), "one\n");
  });

  it("says so where VS Code cannot save, leaves all as it was, and writes when it is asked again", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    const document = await vscode.workspace.openTextDocument(fileUri(place("a.js")));
    const write = () => editor().apply({ kind: "write", path: place("a.js"), expected: "one\ntwo\n", text: "1\ntwo\n" });
    // In the moment of saving, nothing can be written there.
    const listener = whenSaving("a.js", async () => {
      await rename(target("a.js"), target("kept.js"));
      await mkdir(target("a.js"));
    });
    await refused(write(), "io", /could not save/);
    listener.dispose();
    assert.equal(document.getText(), "one\ntwo\n");
    await rmdir(target("a.js"));
    await rename(target("kept.js"), target("a.js"));
    await write();
    assert.equal(await bytesOf("a.js"), "1\ntwo\n");
  });

  it("writes nothing over what another program wrote in the moment of saving", async () => {
    await writeFile(target("a.js"), "one\ntwo\n");
    await vscode.workspace.openTextDocument(fileUri(place("a.js")));
    const listener = whenSaving("a.js", () => writeFile(target("a.js"), "one\ntwo\nmore of another program\n"));
    await refused(editor().apply({ kind: "write", path: place("a.js"), expected: "one\ntwo\n", text: "1\ntwo\n" }), "io", /could not save/);
    listener.dispose();
    assert.equal(await bytesOf("a.js"), "one\ntwo\nmore of another program\n");
  });

  it("creates no file where its folder is a file", async () => {
    await writeFile(target("a"), "mine\n");
    await refused(editor().apply({ kind: "write", path: place("a/b.js"), expected: null, text: "ours\n" }), "io", /did not apply/);
    assert.equal(await bytesOf("a"), "mine\n");
  });

  it("reads neither binary nor huge files as text", async () => {
    await writeFile(target("a.bin"), Uint8Array.of(0, 1, 2));
    await writeFile(target("a.txt"), "x".repeat(5 * 1024 * 1024 + 1));
    await assert.rejects(editor().read(place("a.bin")), /is not UTF-8 text/);
    await assert.rejects(editor().read(place("a.txt")), /more than the/);
  });

  it("stays inside the folder", async () => {
    await assert.rejects(editor().read("../outside.js"), /climbs out/);
    await refused(editor().apply({ kind: "write", path: ".git/config", expected: null, text: "" }), "not_permitted", /\.git/);
  });
});
