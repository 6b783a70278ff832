import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../scripts/paths.ts";
import { prepareSample } from "../../scripts/sample.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { bar } from "./harness/review-page.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

describe("a task beside a person's own work", () => {
  let temporary: string;
  let folder: string;
  let workbench: Workbench;
  keepPicturesOfFailures(() => workbench);

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    folder = join(temporary, "minimist");
    await mkdir(folder);
    await prepareSample("minimist", folder);
    workbench = await openWorkbench({ name: "own-work", folder, extensionDevelopmentPath: repositoryRoot, settings: { "files.autoSave": "off" } });
    await status("DGM").waitFor();
  });
  afterEach(async () => {
    await workbench.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  const status = (text: string) => workbench.page.locator(".statusbar-item", { hasText: text });
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

  it("does not take the focus from an editor in use: the review waits until it is asked for", async () => {
    const { page } = workbench;
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

    await status("to review").click();
    await bar(page, "Change 1 of").waitFor();
    await workbench.screenshot("own-work-2-asked-for");
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
    await panel.locator(".files h3", { hasText: "1 proposed file" }).waitFor();
    await workbench.screenshot("own-work-3-interrupted");
    await panel.getByRole("button", { name: "Review changes" }).click();
    await bar(page, "Change 1 of").waitFor();
    await panel.getByRole("button", { name: "Accept all" }).click();
    await panel.locator(".approval", { hasText: "Run this command in the sandbox?" }).waitFor();
    assert.doesNotMatch(await readFile(join(folder, "index.js"), "utf8"), /hasKey/);
  });
});
