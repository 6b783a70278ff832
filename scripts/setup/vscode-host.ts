import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { join } from "node:path";
import { type BrowserVsCode, ensureBrowserVsCode } from "./browser-vscode.ts";

/** The desktop VS Code, downloaded or named by the user. */
export interface DesktopVsCode {
  readonly kind: "desktop";
  readonly executable: string;
}

export type VsCodeHost = DesktopVsCode | BrowserVsCode;

const updateServer = "https://update.code.visualstudio.com/api/releases/stable";

/**
 * Returns the VS Code that the integration tests run in: `UNIFIED_DGM_VSCODE` where it is set, the desktop VS Code
 * where it can be downloaded and there is a display to show it on, else the browser build.
 * Throws `SetupError` where none can be had.
 * @param report shows one line of progress
 */
export async function ensureVsCodeHost(cache: string, report: (line: string) => void): Promise<VsCodeHost> {
  const named = process.env["UNIFIED_DGM_VSCODE"];
  if (named !== undefined && named !== "") return { kind: "desktop", executable: named };
  if (!hasDisplay() || !(await canDownload())) return ensureBrowserVsCode(cache, report);
  report("Desktop VS Code: downloading the stable version …");
  return { kind: "desktop", executable: await downloadAndUnzipVSCode({ cachePath: join(cache, "vscode-desktop") }) };
}

function hasDisplay(): boolean {
  return process.platform !== "linux" || [process.env["DISPLAY"], process.env["WAYLAND_DISPLAY"]].some((display) => display !== undefined && display !== "");
}

async function canDownload(): Promise<boolean> {
  try {
    return (await fetch(updateServer, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
