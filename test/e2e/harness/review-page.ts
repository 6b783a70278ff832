import type { Locator, Page } from "playwright-core";

/** The bar of a proposed change in a diff: the first one with this text, below the file with this name where several are shown. */
export function bar(page: Page, text: string, file?: string): Locator {
  const place = file === undefined ? page.locator(".editor-instance") : page.locator(".multiDiffEntry", { has: page.locator(".header", { hasText: file }) });
  return place.locator(".review-widget", { hasText: text }).first();
}

/** Presses a button of a bar, by the title of its command. */
export async function press(barOfChange: Locator, command: string): Promise<void> {
  await barOfChange.locator(`.action-label[aria-label^="${command}"]`).click();
}
