import assert from "node:assert/strict";
import { watch } from "node:fs";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { lockSession } from "../../../engine/task/session-lock.ts";
import { lockPath } from "../../../engine/task/session.ts";
import { commandIds, schemes } from "../../../extension/manifest.ts";
import { endTasks, events, happened, leaveTask, modified, onDisk, review } from "../support/tasks.ts";
import { closeEditors, eventually, fileUri, folder, run, saveNothingByItself } from "../support/window.ts";

const base = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
const proposed = "1\ntwo\nthree\nIV\nfive\nsix\nseven\neight\n9\n";

let count = 0;
const place = (name: string): string => `review-test-${count}/${name}`;
const proposalUri = (path: string): vscode.Uri => vscode.Uri.from({ scheme: schemes.proposed, path: `/${path}` });
const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);

/** Puts a file of the folder under review, with three changes proposed. */
async function reviewOne(name = "a.txt"): Promise<{ readonly path: string; readonly task: string }> {
  const path = place(name);
  await writeFile(join(folder().fsPath, path), base);
  return { path, task: await review(modified(path, base, proposed)) };
}

/** Opens the proposal as the command does and puts the cursor into its first change: VS Code may have gone there before the command did. */
async function firstHunk(): Promise<vscode.TextEditor> {
  assert.equal(await run(commandIds.nextHunk), undefined);
  const editor = await eventually("the proposal's editor is active", () => (vscode.window.activeTextEditor?.document.uri.scheme === schemes.proposed ? vscode.window.activeTextEditor : undefined));
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  return editor;
}

describe("a review", () => {
  before(saveNothingByItself);
  beforeEach(async () => {
    count += 1;
    await mkdir(join(folder().fsPath, place("")), { recursive: true });
  });
  afterEach(async () => {
    await endTasks();
    await closeEditors();
    await rm(join(folder().fsPath, place("")), { recursive: true, force: true });
  });

  it("opens as a diff of the proposal, and writes nothing of the user's before the first decision", async () => {
    const path = place("a.txt");
    await writeFile(join(folder().fsPath, path), base);
    const writes: string[] = [];
    const watcher = watch(folder().fsPath, { recursive: true }, (_, name) => writes.push(name ?? ""));
    await review(modified(path, base, proposed));
    await eventually("a diff of ours is open", () => tabs().find((tab) => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.toString() === proposalUri(path).toString()));
    await firstHunk();
    watcher.close();
    assert.deepEqual(writes.filter((name) => name !== "" && !name.startsWith(".unified-dgm") && !name.startsWith(".git")), []);
    assert.equal(await onDisk(path), base);
  });

  it("shows the proposal on the right and the user's text on the left", async () => {
    const { path } = await reviewOne();
    assert.equal((await vscode.workspace.openTextDocument(proposalUri(path))).getText(), proposed);
    assert.equal((await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: schemes.base, path: `/${path}` }))).getText(), base);
  });

  it("writes an accepted change, and only that", async () => {
    const { path } = await reviewOne();
    await firstHunk();
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(path), base.replace("one", "1"));
  });

  it("lets an accepted change be undone in the file's editor", async () => {
    const { path } = await reviewOne();
    await firstHunk();
    await run(commandIds.acceptHunk);
    await vscode.window.showTextDocument(fileUri(path));
    await vscode.commands.executeCommand("undo");
    assert.equal(vscode.window.activeTextEditor?.document.getText(), base);
  });

  it("takes a rejected change out of the proposal and leaves the file", async () => {
    const { path } = await reviewOne();
    await firstHunk();
    assert.equal(await run(commandIds.rejectHunk), undefined);
    assert.equal(await onDisk(path), base);
    const document = await vscode.workspace.openTextDocument(proposalUri(path));
    await eventually("the proposal's document follows", () => document.getText() === proposed.replace("1", "one") || undefined);
  });

  it("accepts what the user made of a proposal", async () => {
    const { path } = await reviewOne();
    const editor = await firstHunk();
    await editor.edit((edit) => { edit.replace(new vscode.Range(0, 0, 0, 1), "uno"); });
    assert.equal(await run(commandIds.acceptFile), undefined);
    assert.equal(await onDisk(path), proposed.replace("1\n", "uno\n"));
  });

  it("accepts a change as it was typed a moment before", async () => {
    const { path } = await reviewOne();
    const editor = await firstHunk();
    await editor.edit((edit) => { edit.replace(new vscode.Range(0, 0, 0, 1), "uno"); });
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(path), base.replace("one", "uno"));
  });

  it("takes a saved proposal over as it is", async () => {
    const { path, task } = await reviewOne();
    // The way of VS Code's own "Revert Block" too: it edits the right side.
    await vscode.workspace.fs.writeFile(proposalUri(path), new TextEncoder().encode(proposed.replace("1\n", "one\n")));
    assert.equal((await happened(task, "proposal_edited")).pending, 2);
    assert.equal(await onDisk(path), base);
  });

  it("keeps unsaved text, and saves nothing of it", async () => {
    const { path } = await reviewOne();
    const document = await vscode.workspace.openTextDocument(fileUri(path));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => { edit.insert(new vscode.Position(5, 0), "typed "); });
    await firstHunk();
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(document.getText(), base.replace("one", "1").replace("six", "typed six"));
    assert.ok(document.isDirty);
    assert.equal(await onDisk(path), base);
  });

  it("accepts over a change made meanwhile on other lines", async () => {
    const { path } = await reviewOne();
    await writeFile(join(folder().fsPath, path), base.replace("six", "6"));
    await firstHunk();
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(path), base.replace("six", "6").replace("one", "1"));
  });

  it("says so where the same lines were changed meanwhile, and loses neither text", async () => {
    const { path, task } = await reviewOne();
    await writeFile(join(folder().fsPath, path), base.replace("one", "other"));
    await firstHunk();
    assert.match((await run(commandIds.acceptHunk)) ?? "", /was changed in the same lines while the proposal waited/);
    assert.equal(await onDisk(path), base.replace("one", "other"));
    assert.equal((await vscode.workspace.openTextDocument(proposalUri(path))).getText(), proposed);
    assert.ok(!(await events(task)).some(({ type }) => type === "hunk_accepted"));
    // The difference has the user's new line now, so that accepting once more is a decision that knows it.
    await firstHunk();
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(path), base.replace("one", "1"));
  });

  it("says so where the file was deleted meanwhile", async () => {
    const { path } = await reviewOne();
    await rm(join(folder().fsPath, path));
    await firstHunk();
    assert.match((await run(commandIds.acceptHunk)) ?? "", /was deleted while the proposal waited/);
    assert.equal((await vscode.workspace.openTextDocument(proposalUri(path))).getText(), proposed);
  });

  it("says so where the file is read-only, and goes on waiting", async () => {
    const { path } = await reviewOne();
    await chmod(join(folder().fsPath, path), 0o444);
    await firstHunk();
    assert.match((await run(commandIds.acceptHunk)) ?? "", /is read-only/);
    assert.equal(await onDisk(path), base);
    await chmod(join(folder().fsPath, path), 0o644);
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(path), base.replace("one", "1"));
  });

  it("accepts all: created, moved and deleted files too", async () => {
    for (const name of ["moved.js", "deleted.js", "a.txt"]) await writeFile(join(folder().fsPath, place(name)), base);
    const task = await review(
      modified(place("a.txt"), base, proposed),
      { path: place("new/created.ts"), from: undefined, kind: "created", base: null, proposed: "new\n" },
      { path: place("moved.ts"), from: place("moved.js"), kind: "moved", base, proposed },
      { path: place("deleted.js"), from: undefined, kind: "deleted", base, proposed: null },
    );
    assert.equal(await run(commandIds.acceptAll), undefined);
    await happened(task, "task_finished");
    assert.deepEqual(await Promise.all(["a.txt", "new/created.ts", "moved.ts"].map((name) => onDisk(place(name)))), [proposed, "new\n", proposed]);
    for (const name of ["moved.js", "deleted.js"]) await assert.rejects(onDisk(place(name)), /ENOENT/);
  });

  it("moves a file with its first accepted change", async () => {
    await writeFile(join(folder().fsPath, place("a.js")), base);
    const task = await review(
      { path: place("a.ts"), from: place("a.js"), kind: "moved", base, proposed },
      { path: place("b.ts"), from: undefined, kind: "created", base: null, proposed: "b\n" },
    );
    const left = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: schemes.base, path: `/${place("a.js")}`, query: place("a.ts") }));
    assert.equal(left.getText(), base);
    await firstHunk();
    assert.equal(await run(commandIds.acceptHunk), undefined);
    assert.equal(await onDisk(place("a.ts")), base.replace("one", "1"));
    await assert.rejects(onDisk(place("a.js")), /ENOENT/);
    assert.equal(await run(commandIds.acceptAll), undefined);
    await happened(task, "task_finished");
    assert.equal(await onDisk(place("a.ts")), proposed);
  });

  it("rejects all, and nothing has happened", async () => {
    const { path, task } = await reviewOne();
    assert.equal(await run(commandIds.rejectAll), undefined);
    await happened(task, "task_finished");
    assert.equal(await onDisk(path), base);
  });

  it("closes its own editors once all is decided, and no other", async () => {
    const { path, task } = await reviewOne();
    await vscode.window.showTextDocument(fileUri(path), { preview: false });
    await firstHunk();
    await run(commandIds.acceptAll);
    await happened(task, "task_finished");
    await eventually("our tabs are closed", () => tabs().every((tab) => !(tab.input instanceof vscode.TabInputTextDiff)) || undefined);
    assert.ok(tabs().some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === fileUri(path).toString()));
  });

  it("ends when the task is canceled, and what was not accepted has not happened", async () => {
    const { path, task } = await reviewOne();
    await firstHunk();
    await run(commandIds.acceptHunk);
    await run(commandIds.cancel);
    assert.equal((await happened(task, "task_finished")).outcome, "canceled");
    assert.equal(await onDisk(path), base.replace("one", "1"));
    assert.match((await run(commandIds.acceptAll)) ?? "", /No changes wait for review/);
  });

  it("goes on after VS Code was closed in its middle, from the last accepted change", async () => {
    const { path, task } = await reviewOne();
    await firstHunk();
    await run(commandIds.acceptHunk);
    // What a closed window leaves: a log that says no end, here of a second window.
    const log = join(folder().fsPath, ".unified-dgm", "sessions", `${task}.jsonl`);
    const left = await readFile(log, "utf8");
    await run(commandIds.cancel);
    await happened(task, "task_finished");
    await writeFile(log, left);
    assert.equal(await run(commandIds.resumeTask), undefined);
    await eventually("the review is open again", async () => vscode.workspace.fs.stat(proposalUri(path)).then(() => true, () => undefined));
    assert.equal(await run(commandIds.acceptAll), undefined);
    assert.equal(await onDisk(path), proposed);
  });

  it("is not offered to be taken up while another process works on it", async () => {
    const { task } = await reviewOne();
    await run(commandIds.cancel);
    await happened(task, "task_finished");
    const left = await leaveTask([modified(place("a.txt"), base, proposed)]);
    const lock = await lockSession(lockPath(folder().fsPath, left), left);
    assert.match((await run(commandIds.resumeTask)) ?? "", /No interrupted task waits here/);
    await lock.release();
    assert.equal(await run(commandIds.discardTask), undefined);
  });

  it("can be thrown away instead of taken up", async () => {
    const { path, task } = await reviewOne();
    await run(commandIds.cancel);
    await happened(task, "task_finished");
    const left = await leaveTask([modified(path, base, proposed)]);
    assert.equal(await run(commandIds.discardTask), undefined);
    assert.ok((await events(left)).some(({ type }) => type === "file_rejected"));
    assert.equal(await onDisk(path), base);
  });
});
