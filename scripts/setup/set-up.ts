import { join } from "node:path";
import { installPackages } from "../sample.ts";
import { ensureBrowserVsCode } from "./browser-vscode.ts";
import { ensureChromium } from "./browser.ts";
import { ensureBubblewrap } from "./commands.ts";
import { ensureDocker, stopDocker } from "./docker.ts";
import { say, type SetupResult } from "./result.ts";
import { ensureSandboxImage } from "./sandbox-image.ts";
import { ensureVsCodeHost, type VsCodeHost } from "./vscode-host.ts";

/** What the tests run in and with, as far as this machine has it or could be given it. */
export interface Surroundings {
  readonly vscode: SetupResult<{ readonly host: VsCodeHost }>;
  /** What tests in a browser need: the browser build of VS Code and Chromium. */
  readonly browser: SetupResult;
  /** Variables for the tests: the Docker engine and the image of the sandbox, where there are any. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Sets up everything the tests need, each once per machine, reports each in one line, does the work, and ends the tests' own Docker engine where no other run uses it. */
export async function withSurroundings<Result>(cache: string, work: (surroundings: Surroundings) => Promise<Result>): Promise<Result> {
  try {
    return await work(await setUp(cache));
  } finally {
    await stopDocker(dockerFolder(cache));
  }
}

async function setUp(cache: string): Promise<Surroundings> {
  const [vscode, { browser, environment }] = await Promise.all([
    step("VS Code", async () => ({ ready: true, host: await ensureVsCodeHost(cache, say) })),
    withPackages(cache),
    step("sample packages", async () => ({ ready: true, folder: await installPackages() })),
  ]);
  const browserBuild = browser.ready && (!vscode.ready || vscode.host.kind !== "browser") ? await step("browser build of VS Code", () => ensureBrowserBuild(cache)) : vscode;
  return { vscode, browser: browser.ready ? withoutDetails(browserBuild) : browser, environment };
}

const dockerFolder = (cache: string): string => join(cache, "docker");

/** Those that may install Debian packages, one after the other, because apt works for one at a time. */
async function withPackages(cache: string): Promise<{ readonly browser: SetupResult; readonly environment: Surroundings["environment"] }> {
  const browser = await step("Chromium", async () => {
    await ensureChromium();
    return { ready: true };
  });
  await step("bubblewrap", ensureBubblewrap);
  return { browser, environment: await dockerEnvironment(dockerFolder(cache)) };
}

async function dockerEnvironment(cacheDir: string): Promise<Surroundings["environment"]> {
  const engine = await step("Docker", () => ensureDocker(cacheDir));
  if (!engine.ready) return {};
  const image = await step("sandbox image", () => ensureSandboxImage({ socket: engine.socket, cacheDir, node: process.execPath }));
  return { UNIFIED_DGM_DOCKER_HOST: `unix://${engine.socket}`, ...(image.ready && { UNIFIED_DGM_SANDBOX_IMAGE: image.image }) };
}

async function ensureBrowserBuild(cache: string): Promise<SetupResult> {
  await ensureBrowserVsCode(cache, say);
  return { ready: true };
}

function withoutDetails(result: SetupResult): SetupResult {
  return result.ready ? { ready: true } : result;
}

/** Runs one step and reports it; an error counts as missing, because the parts that do not need it can still run. */
async function step<Found extends object>(name: string, work: () => Promise<SetupResult<Found>>): Promise<SetupResult<Found>> {
  const began = performance.now();
  const result = await work().catch((error: unknown): SetupResult<Found> => ({ ready: false, missing: error instanceof Error ? error.message : String(error) }));
  say(result.ready ? `${name}: ready (${((performance.now() - began) / 1000).toFixed(1)} s)` : `${name}: missing: ${result.missing}`);
  return result;
}
