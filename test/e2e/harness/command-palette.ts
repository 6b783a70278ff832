import type { Page } from "playwright-core";

/** Runs a command by its title ("Category: Title"), through the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const palette = page.locator(".quick-input-widget");
  await page.keyboard.press("F1");
  const input = palette.locator(".quick-input-box input");
  await input.waitFor({ state: "visible" });
  await input.fill(`>${title}`);
  await palette.locator(".quick-input-list .monaco-list-row").filter({ has: page.locator(".quick-input-list-entry", { hasText: title }) }).first().click({ timeout: 15_000 });
  await palette.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).waitFor({ state: "hidden" });
}
