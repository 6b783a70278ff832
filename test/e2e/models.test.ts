import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../../scripts/paths.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

const KEY = "sk-canary-0123456789abcdef";

describe("choosing who holds a role, in VS Code", function () {
  this.timeout(120_000);
  let folder: string;
  let workbench: Workbench;
  keepPicturesOfFailures(() => workbench);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    await writeFile(join(folder, "sum.js"), "function sum(a, b) {\n  return a + b;\n}\n");
    workbench = await openWorkbench({ name: "models", folder, extensionDevelopmentPath: repositoryRoot });
    await workbench.page.locator(".statusbar-item", { hasText: "DGM" }).waitFor();
    await workbench.runCommand("Unified DGM: Open Panel");
  });
  after(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const picker = () => workbench.page.locator(".quick-input-widget");
  const pick = async (title: string, text: string): Promise<void> => {
    await picker().locator(".quick-input-title", { hasText: title }).waitFor();
    await picker().locator(".monaco-list-row", { hasText: text }).first().click();
  };
  /** Waits until the panel names these models. */
  const roles = async (...texts: readonly string[]): Promise<void> => {
    const frame = await workbench.webviewFrame("Task");
    // One entry per model, in the order of the roles.
    const only = texts.map((text) => `li:has-text("${text}")`).join(" + ");
    await frame.locator(`.roles > ${only.replace("li", "li:first-child")}:last-child`).waitFor({ timeout: 15_000 });
  };

  it("begins with the embedded engine, because there is no key", async () => {
    await roles("refactoring-engine");
  });

  it("takes a key into VS Code's secret storage, and shows who holds which role by it", async () => {
    await workbench.runCommand("Unified DGM: Set API Key…");
    await pick("Set the key of which provider?", "OPENAI_API_KEY");
    await picker().locator(".quick-input-title", { hasText: "Set OPENAI_API_KEY" }).waitFor();
    assert.equal(await picker().locator("input").first().getAttribute("type"), "password");
    await workbench.page.keyboard.type(KEY);
    await workbench.page.keyboard.press("Enter");
    await roles("gpt-4.1", "o4-mini");
    await workbench.screenshot("models-1-by-key");
  });

  it("lists the roles with their models, and lets another be chosen by the keyboard", async () => {
    await workbench.runCommand("Unified DGM: Choose Model for a Role…");
    await picker().locator(".quick-input-title", { hasText: "for which role?" }).waitFor();
    assert.match(await picker().innerText(), /Context analyzer[\s\S]*gpt-4\.1 \(openai\)[\s\S]*Reasoning engine[\s\S]*o4-mini \(openai\)[\s\S]*Code generator[\s\S]*gpt-4\.1 \(openai\)/);
    await workbench.screenshot("models-2-roles");
    await workbench.page.keyboard.type("Reasoning");
    await workbench.page.keyboard.press("Enter");
    await picker().locator(".quick-input-title", { hasText: "Reasoning engine: which model?" }).waitFor();
    await workbench.screenshot("models-3-models");
    await workbench.page.keyboard.type("Embedded");
    await workbench.page.keyboard.press("Enter");
    await roles("gpt-4.1", "refactoring-engine");
  });

  it("keeps the key out of every file of the project", async () => {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of names.filter((each) => each.isFile())) assert.doesNotMatch(await readFile(join(entry.parentPath, entry.name), "latin1"), new RegExp(KEY));
  });

  it("forgets the key when it is told to", async () => {
    await workbench.runCommand("Unified DGM: Clear API Key…");
    await pick("Clear the key of which provider?", "OPENAI_API_KEY");
    await roles("refactoring-engine");
    await workbench.screenshot("models-4-cleared");
  });
});
