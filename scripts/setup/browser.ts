import { existsSync } from "node:fs";
import { aptInstall, canUseApt, findOnPath } from "./apt.ts";
import { SetupError } from "./setup-error.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/**
 * Returns the executable of Chromium: `UNIFIED_DGM_CHROMIUM`, one that is installed, or Debian's package, installed now.
 * Throws `SetupError` where there is none and none can be installed.
 */
export async function ensureChromium(): Promise<string> {
  const found = process.env["UNIFIED_DGM_CHROMIUM"] ?? installedChromium();
  if (found !== undefined) return found;
  if (!canUseApt()) throw new SetupError("no Chromium or Chrome found: install one, or set UNIFIED_DGM_CHROMIUM to its path");
  await aptInstall(["chromium"]);
  const installed = installedChromium();
  if (installed === undefined) throw new SetupError("the package chromium was installed, but there is no chromium on the PATH");
  return installed;
}

function installedChromium(): string | undefined {
  return names.map(findOnPath).find((file) => file !== undefined) ?? places.find((file) => existsSync(file));
}
