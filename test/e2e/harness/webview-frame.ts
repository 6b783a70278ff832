import type { Frame, Page } from "playwright-core";
import { setTimeout as wait } from "node:timers/promises";

/** Finds the page inside a webview: the innermost of three nested frames, told by its title. */
export async function webviewFrame(page: Page, title: string, seconds: number): Promise<Frame> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const titles = new Map(await Promise.all(page.frames().filter(isNested).map(async (frame) => [await titleOf(frame), frame] as const)));
    const found = titles.get(title);
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`no webview with the title ${JSON.stringify(title)} after ${seconds} s; there is ${JSON.stringify([...titles.keys()])}`);
    await wait(100);
  }
}

function isNested(frame: Frame): boolean {
  return frame.parentFrame()?.parentFrame() !== null && frame.parentFrame() !== null;
}

async function titleOf(frame: Frame): Promise<string | undefined> {
  try {
    return (await (await frame.frameElement()).getAttribute("title")) ?? undefined;
  } catch {
    // The frame went away between the two questions: VS Code replaces a webview's frame when its content changes.
    return undefined;
  }
}
