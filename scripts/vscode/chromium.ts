import { type Browser, chromium } from "playwright-core";

/** Chromium switches: no sandbox of its own (root has none), and nothing of its own over the network. */
const switches = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"];

/** Starts a headless Chromium. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: switches });
}
