import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { repositoryRoot } from "../../scripts/paths.ts";
import { runOrThrow } from "../../scripts/process/run.ts";
import { prepareSample, testWithoutCoverage } from "../../scripts/sample.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { bar, press } from "./harness/review-page.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

/** One story, told in its order: each test goes on where the one before ended. */
describe("migrating a package to TypeScript in VS Code", function () {
  this.bail(true);
  let temporary: string;
  let folder: string;
  let workbench: Workbench;
  let panel: Frame;
  keepPicturesOfFailures(() => workbench);

  const changedFiles = async (): Promise<readonly string[]> => (await runOrThrow("git", ["status", "--porcelain", "--", ".", ":!.unified-dgm"], { cwd: folder })).split("\n").filter((line) => line !== "");
  const activeTab = (title: string): Promise<void> => workbench.page.locator(".tab.active", { hasText: title }).waitFor();
  const read = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    folder = join(temporary, "minimist");
    await mkdir(folder);
    const sample = await prepareSample("minimist", folder);
    await testWithoutCoverage(folder, sample.test);
    workbench = await openWorkbench({ name: "main-job", folder, extensionDevelopmentPath: repositoryRoot });
    await workbench.page.locator(".statusbar-item", { hasText: "DGM" }).waitFor();
  });
  after(async () => {
    await workbench.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  it("begins with a request in the command palette", async () => {
    await workbench.runCommand("Unified DGM: Refactor with DGM");
    await workbench.page.locator(".quick-input-title", { hasText: "Refactor minimist with DGM" }).waitFor();
    await workbench.screenshot("main-job-1-request");
    await workbench.page.keyboard.type("refactor this codebase to use TypeScript");
    await workbench.page.keyboard.press("Enter");
    panel = await workbench.webviewFrame("Task");
    await panel.locator(".transcript", { hasText: "refactor this codebase to use TypeScript" }).waitFor();
  });

  it("shows the plan, and each step as it runs", async () => {
    await panel.locator(".step-title", { hasText: "Migrate JavaScript to TypeScript" }).waitFor();
    await panel.getByRole("textbox", { name: "Title of step: Run the project's tests in the sandbox" }).waitFor();
    await workbench.screenshot("main-job-2-plan");
  });

  it("opens all proposed edits as one diff, and has written nothing", async () => {
    await bar(workbench.page, "Change 1 of").waitFor({ timeout: 120_000 });
    await panel.locator(".files h3", { hasText: "5 proposed files" }).waitFor();
    // The README's picture is made of this one.
    await workbench.screenshot("main-job-3-review");
    assert.deepEqual(await changedFiles(), []);
  });

  it("lets a file's change be rejected in a diff of its own, which closes then", async () => {
    await panel.locator(".files button.file", { hasText: ".npmignore" }).click();
    await activeTab(".npmignore (DGM proposal)");
    await press(bar(workbench.page, "Change 1 of 1"), "Reject Change");
    await workbench.page.locator(".tab", { hasText: ".npmignore" }).waitFor({ state: "detached" });
    await workbench.screenshot("main-job-4-rejected");
    assert.deepEqual(await changedFiles(), []);
  });

  it("lets a proposal be edited in place, and writes it as it was edited once it is accepted", async () => {
    await panel.locator(".files button.file", { hasText: ".gitignore" }).click();
    await activeTab(".gitignore (DGM proposal)");
    await workbench.page.locator(".editor.modified .view-line", { hasText: "Written by" }).click();
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.type(", and not tracked");
    await workbench.screenshot("main-job-5-edited");
    assert.deepEqual(await changedFiles(), []);
    await press(bar(workbench.page, "Change 1 of 1"), "Accept Change");
    await workbench.page.locator(".tab", { hasText: ".gitignore" }).waitFor({ state: "detached" });
    assert.deepEqual(await changedFiles(), ["?? .gitignore"]);
    assert.match(await read(".gitignore"), /^# Written by the TypeScript compiler, and not tracked\n/);
  });

  it("writes an accepted change in the diff of all files, and only that one", async () => {
    await press(bar(workbench.page, "Change 1 of", "index.ts"), "Accept Change");
    await bar(workbench.page, "Change 1 of", "index.ts").waitFor({ state: "detached" });
    const text = await read("index.ts");
    assert.match(text, /function hasKey\(obj: /);
    assert.match(text, /function isNumber\(x\)/);
  });

  it("accepts the rest from the panel, and closes its diff", async () => {
    await panel.getByRole("button", { name: "Accept all" }).click();
    await panel.locator(".approval", { hasText: "Run this command in the sandbox?" }).waitFor();
    await workbench.page.locator(".tab", { hasText: "DGM" }).waitFor({ state: "detached" });
    await workbench.screenshot("main-job-6-question");
    assert.match(await read("index.ts"), /function isNumber\(x: /);
    await assert.rejects(read(".npmignore"), /ENOENT/);
  });

  it("runs the tests in the sandbox once that is allowed, and shows their output", async () => {
    await panel.getByRole("button", { name: "Run in sandbox" }).click();
    await panel.locator(".command", { hasText: "# pass" }).waitFor({ timeout: 60_000 });
    await panel.locator(".command-status", { hasText: "Exit code 0" }).waitFor();
    await workbench.screenshot("main-job-7-output");
  });

  it("ends with the result, and remembers it", async () => {
    await panel.getByRole("heading", { name: "Completed" }).waitFor();
    await workbench.screenshot("main-job-8-result");
    const memory = await read(".unified-dgm/memory.yaml");
    for (const part of ["conversation_history", "refactor this codebase to use TypeScript", "index.ts"]) assert.ok(memory.includes(part), `memory.yaml has no ${part}:\n${memory}`);
  });
});
