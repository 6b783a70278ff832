import type { Browser, Frame, Page } from "playwright-core";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setupCache, testOutput } from "../../../scripts/paths.ts";
import { runOrThrow } from "../../../scripts/process/run.ts";
import { ensureBrowserVsCode } from "../../../scripts/setup/browser-vscode.ts";
import { ensureChromium } from "../../../scripts/setup/browser.ts";
import { launchChromium } from "../../../scripts/vscode/chromium.ts";
import { developmentUrl } from "../../../scripts/vscode/development-url.ts";
import { type Profile, freshProfile } from "../../../scripts/vscode/profile.ts";
import { type VsCodeServer, startServer } from "../../../scripts/vscode/server.ts";
import { runCommand } from "./command-palette.ts";
import { webviewFrame } from "./webview-frame.ts";

export interface WorkbenchOptions {
  /** Names the logs of this workbench. */
  readonly name: string;
  /** The folder to open; none when absent. */
  readonly folder?: string;
  /** A source folder with a package.json, loaded as a development extension. */
  readonly extensionDevelopmentPath?: string;
  /** A packed extension, installed as a user does. */
  readonly vsix?: string;
  /** Whether folders are trusted, as they are by default. */
  readonly trust?: boolean;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A VS Code in a browser, to be used as a person uses it. */
export interface Workbench {
  readonly page: Page;
  /** The page inside the webview with this title, when it is there. Rejects after `seconds`. */
  webviewFrame(title: string, seconds?: number): Promise<Frame>;
  /** Runs a command by its title, through the command palette. Rejects where no command has that title. */
  runCommand(title: string): Promise<void>;
  /** Takes a picture of the whole window to `test/output/e2e/<name>.png`. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

const output = join(testOutput, "e2e");

/** Starts a fresh browser build of VS Code with an extension, opens it in Chromium, and resolves when the workbench is up. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { entry } = await ensureBrowserVsCode(setupCache, console.log);
  const executable = await ensureChromium();
  await mkdir(output, { recursive: true });
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    const profile = await freshProfile(options.settings);
    closing.push(() => profile.remove());
    if (options.vsix !== undefined) await installExtension(entry, profile, options.vsix);
    const server = await startServer({ entry, ...profile, trust: options.trust ?? true, logFile: join(output, `${options.name}.log`) });
    closing.push(() => server.stop());
    const browser = await launchChromium(executable);
    closing.push(() => browser.close());
    const page = await openPage(browser, server, options);
    return {
      page,
      webviewFrame: (title, seconds = 30) => webviewFrame(page, title, seconds),
      runCommand: (title) => runCommand(page, title),
      screenshot: (name) => screenshot(page, name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openPage(browser: Browser, server: VsCodeServer, options: WorkbenchOptions): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(developmentUrl({ port: server.port, ...options }));
  await page.locator(".monaco-workbench .part.activitybar .action-item").first().waitFor({ timeout: 60_000 });
  await page.locator(".monaco-workbench .part.statusbar").waitFor();
  return page;
}

async function screenshot(page: Page, name: string): Promise<string> {
  const path = join(output, `${name}.png`);
  await page.screenshot({ path });
  return path;
}

async function installExtension(entry: string, { userDataDir, extensionsDir }: Profile, vsix: string): Promise<void> {
  const folders = ["--config", join(userDataDir, "config.yaml"), "--user-data-dir", userDataDir, "--extensions-dir", extensionsDir];
  await runOrThrow(process.execPath, [entry, ...folders, "--install-extension", vsix]);
}
