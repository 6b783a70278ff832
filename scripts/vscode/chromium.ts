import { type Browser, chromium } from "playwright-core";

/** Chromium switches: no sandbox of its own (root has none), nothing of its own over the network, and no animation, which costs much where no graphics card draws it. */
const switches = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--force-prefers-reduced-motion"];

/** Starts a headless Chromium. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: switches });
}
