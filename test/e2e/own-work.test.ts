import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { repositoryRoot } from "../../scripts/paths.ts";
import { runOrThrow } from "../../scripts/process/run.ts";
import { prepareSample } from "../../scripts/sample.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { bar } from "./harness/review-page.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

describe("a task beside a person's own work", () => {
  let temporary: string;
  let folder: string;
  let workbench: Workbench;
  keepPicturesOfFailures(() => workbench);

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    folder = join(temporary, "minimist");
    await mkdir(folder);
    await prepareSample("minimist", folder);
    workbench = await openWorkbench({ name: "own-work", folder, extensionDevelopmentPath: repositoryRoot, settings: { "files.autoSave": "off" } });
    await status("DGM").waitFor();
  });
  after(async () => {
    await workbench.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  const status = (text: string) => workbench.page.locator(".statusbar-item", { hasText: text });
  /** A notification, as the bell in the status bar lists it: under a test driver VS Code shows no toasts. */
  const notification = async (text: string): Promise<Locator> => {
    const found = workbench.page.locator(".notification-list-item", { hasText: text });
    // The list closes by itself when the focus goes elsewhere.
    for (let tries = 0; tries < 4 && !(await found.isVisible()); tries += 1) {
      await workbench.runCommand("Notifications: Show Notifications");
      await found.waitFor({ timeout: 8_000 }).catch(() => undefined);
    }
    await found.waitFor();
    return found;
  };
  const request = async (text: string): Promise<void> => {
    await workbench.runCommand("Unified DGM: Refactor with DGM");
    await workbench.page.locator(".quick-input-title", { hasText: "Refactor" }).waitFor();
    await workbench.page.keyboard.type(text);
    await workbench.page.keyboard.press("Enter");
  };
  const openFile = async (name: string): Promise<void> => {
    await workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
    await workbench.page.locator(".editor-instance .view-line").first().waitFor();
  };

  it("throws away what an interrupted task proposed, when that is asked for", async () => {
    const { page } = workbench;
    await request("rename hasKey to ownsKey");
    await bar(page, "Change 1 of").waitFor({ timeout: 120_000 });
    await page.reload();
    await status("DGM: interrupted").waitFor({ timeout: 60_000 });
    await workbench.runCommand("Unified DGM: Open Panel");
    const panel = await workbench.webviewFrame("Task");
    await panel.getByRole("button", { name: "Discard" }).click();
    await panel.locator(".outcome", { hasText: "0 of 1 waiting files accepted." }).waitFor();
    await status("DGM: interrupted").waitFor({ state: "detached" });
    assert.match(await readFile(join(folder, "index.js"), "utf8"), /hasKey/);
  });

  it("is shown as stopped, with nothing that pretends to run, when the window was closed before there was anything to review", async () => {
    const { page } = workbench;
    await request("refactor this codebase to use TypeScript");
    await (await workbench.webviewFrame("Task")).locator(".step.running", { hasText: "Migrate JavaScript" }).waitFor();
    await page.reload();
    await status("DGM").waitFor({ timeout: 60_000 });
    await workbench.runCommand("Unified DGM: Open Panel");
    const panel = await workbench.webviewFrame("Task");
    await panel.locator(".outcome", { hasText: "Interrupted before it had ended. No change was written." }).waitFor();
    await workbench.screenshot("own-work-4-stopped");
    assert.equal(await panel.locator(".spin").count(), 0);
    assert.equal(await panel.getByRole("button", { name: /Cancel|Accept|Reject/ }).count(), 0);
    assert.deepEqual(await runOrThrow("git", ["status", "--porcelain", "--", ".", ":!.unified-dgm"], { cwd: folder }), "");
  });

  it("is taken up where it was when the window was closed in the middle of a review", async () => {
    const { page } = workbench;
    await request("rename hasKey to ownsKey");
    await bar(page, "Change 1 of").waitFor({ timeout: 120_000 });
    await page.reload();
    await status("DGM: interrupted").waitFor({ timeout: 60_000 });
    assert.equal(await page.locator(".tab", { hasText: "DGM" }).count(), 0);
    await workbench.runCommand("Unified DGM: Open Panel");
    const panel = await workbench.webviewFrame("Task");
    await panel.locator(".outcome", { hasText: "No change was written. 1 file waits for your decision." }).waitFor();
    assert.equal(await panel.locator(".spin").count(), 0);
    await workbench.screenshot("own-work-3-interrupted");
    await panel.getByRole("button", { name: "Resume review" }).click();
    await bar(page, "Change 1 of").waitFor();
    await panel.getByRole("button", { name: "Accept all" }).click();
    await panel.locator(".approval", { hasText: "Run this command in the sandbox?" }).waitFor();
    assert.doesNotMatch(await readFile(join(folder, "index.js"), "utf8"), /hasKey/);
    await panel.getByRole("button", { name: "Skip" }).click();
    await panel.locator(".outcome", { hasText: "accepted" }).waitFor();
  });

  it("asks in a notification whether a command may run, while the panel is hidden", async () => {
    await request("rename isNumber to isNumeric");
    await bar(workbench.page, "Change 1 of").waitFor({ timeout: 120_000 });
    await workbench.runCommand("View: Show Explorer");
    await workbench.runCommand("Unified DGM: Accept All Changes");
    const question = await notification("Unified DGM would like to run “npm test");
    await question.getByRole("button", { name: "Run in Sandbox" }).waitFor();
    await workbench.screenshot("own-work-5-question");
    await question.getByRole("button", { name: "Skip" }).click();
    await workbench.runCommand("Unified DGM: Open Panel");
    await (await workbench.webviewFrame("Task")).locator(".outcome").waitFor();
  });

  it("does not take the focus from an editor in use: the review waits until it is asked for", async () => {
    const { page } = workbench;
    await workbench.runCommand("View: Show Explorer");
    await openFile("README.md");
    await request("refactor this codebase to use TypeScript");
    await page.locator(".editor-instance .view-line").first().click();
    await page.keyboard.type("typed while it works ");
    await status("to review").waitFor({ timeout: 120_000 });
    await page.keyboard.type("and after");
    await workbench.screenshot("own-work-1-in-use");
    assert.equal(await page.locator(".tab.active").getAttribute("data-resource-name"), "README.md");
    assert.match(await page.locator(".editor-instance .view-lines").innerText(), /typed\swhile\sit\sworks\sand\safter/);
    assert.doesNotMatch(await readFile(join(folder, "README.md"), "utf8"), /typed while/);

    await (await notification("Unified DGM proposes changes to 5 files.")).getByRole("button", { name: "Review Changes" }).click();
    await bar(page, "Change 1 of").waitFor();
    await workbench.screenshot("own-work-2-asked-for");
  });
});
