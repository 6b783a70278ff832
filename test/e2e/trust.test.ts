import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { repositoryRoot } from "../../scripts/paths.ts";
import { prepareSample } from "../../scripts/sample.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

/** One story, told in its order: each test goes on where the one before ended. */
describe("a workspace that becomes trusted while VS Code is open", function () {
  this.bail(true);
  let temporary: string;
  let folder: string;
  let workbench: Workbench;
  let panel: Frame;
  keepPicturesOfFailures(() => workbench);

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    folder = join(temporary, "minimist");
    await mkdir(folder);
    await prepareSample("minimist", folder);
    workbench = await openWorkbench({ name: "trust", folder, extensionDevelopmentPath: repositoryRoot, trust: false });
    await workbench.page.locator(".statusbar-item", { hasText: "DGM" }).waitFor();
    await workbench.runCommand("Unified DGM: Open Panel");
    panel = await workbench.webviewFrame("Task");
  });
  after(async () => {
    await workbench.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  const request = async (text: string): Promise<void> => {
    await panel.getByRole("textbox", { name: "Request" }).fill(text);
    await panel.getByRole("button", { name: "Send" }).click();
  };

  it("is limited at first: edits are proposed and written, commands are not run, and the panel says so", async () => {
    await panel.locator(".banner", { hasText: "Limited mode." }).waitFor();
    await request("rename hasKey to ownsKey");
    await panel.getByRole("button", { name: "Accept all" }).click({ timeout: 90_000 });
    await panel.locator(".notice", { hasText: "This workspace is not trusted" }).waitFor();
    await panel.locator(".outcome").waitFor();
    await workbench.screenshot("trust-1-limited");
    assert.match(await readFile(join(folder, "index.js"), "utf8"), /ownsKey/);
  });

  it("is trusted from the panel on, which says nothing of limits any more", async () => {
    await panel.getByRole("button", { name: "Manage workspace trust" }).click();
    await workbench.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await panel.locator(".banner", { hasText: "Limited mode." }).waitFor({ state: "detached" });
    await workbench.screenshot("trust-2-granted");
    await workbench.page.locator(".workspace-trust-editor").press("Escape");
    await workbench.page.locator(".workspace-trust-editor").waitFor({ state: "detached" });
  });

  it("has commands run from then on, once each is allowed", async () => {
    await request("rename ownsKey to hasKey");
    await panel.getByRole("button", { name: "Accept all" }).click({ timeout: 90_000 });
    await panel.getByRole("button", { name: "Run in sandbox" }).click({ timeout: 30_000 });
    await panel.locator(".command-status", { hasText: "Exit code" }).waitFor({ timeout: 60_000 });
    await panel.locator(".outcome").waitFor();
  });
});
