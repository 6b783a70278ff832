#!/usr/bin/env node
// Stands in for the executable of VS Code in `runTests`: runs the tests module in the browser build, in a headless Chromium.
import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod/mini";
import { setupCache, testOutput } from "./paths.ts";
import { main } from "./process/main.ts";
import { ensureBrowserVsCode } from "./setup/browser-vscode.ts";
import { ensureChromium } from "./setup/browser.ts";
import { launchChromium } from "./vscode/chromium.ts";
import { developmentUrl } from "./vscode/development-url.ts";
import { type LauncherArguments, launcherArguments } from "./vscode/launcher-arguments.ts";
import { type VsCodeServer, startServer } from "./vscode/server.ts";
import { type SessionEnd, testSessionEnd } from "./vscode/test-session.ts";

const settings = z
  .object({
    /** Where logs go. */
    UNIFIED_DGM_TEST_OUTPUT: z._default(z.string(), testOutput),
    /** After how many seconds a run counts as hung. */
    UNIFIED_DGM_TEST_SECONDS: z._default(z.coerce.number(), 600),
  })
  .parse(process.env);
const output = settings.UNIFIED_DGM_TEST_OUTPUT;

async function runTests(): Promise<number> {
  const args = launcherArguments(process.argv.slice(2));
  const { entry } = await ensureBrowserVsCode(setupCache, console.log);
  const server = await startServer({
    entry,
    userDataDir: args["user-data-dir"],
    extensionsDir: args["extensions-dir"],
    trust: !args.restricted,
    logFile: join(output, "server.log"),
  });
  try {
    return await runIn(server, args);
  } finally {
    await server.stop();
  }
}

async function runIn(server: VsCodeServer, args: LauncherArguments): Promise<number> {
  const browser = await launchChromium(await ensureChromium());
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const { end } = await testSessionEnd(page);
    await page.goto(developmentUrl({ port: server.port, ...args }));
    const hung = wait(settings.UNIFIED_DGM_TEST_SECONDS * 1000, "hung" as const, { ref: false });
    const outcome = await Promise.race([end, hung, server.ended.then(() => "server ended" as const)]);
    if (typeof outcome === "object" && outcome.code === 0) return 0;
    await page.screenshot({ path: join(output, "window.png") }).catch(() => undefined);
    await cp(join(args["user-data-dir"], "logs"), join(output, "vscode-logs"), { recursive: true }).catch(() => undefined);
    if (typeof outcome === "object") return await keepLogs(outcome);
    console.error(`VS Code: ${outcome === "hung" ? `not finished after ${settings.UNIFIED_DGM_TEST_SECONDS} s` : "the server ended before the tests"}; logs and a picture of the window are in ${output}`);
    return 1;
  } finally {
    await browser.close();
  }
}

async function keepLogs({ code, logs }: SessionEnd): Promise<number> {
  const folder = join(output, "vscode-logs");
  await mkdir(folder, { recursive: true });
  for (const { relativePath, contents } of logs) await writeFile(join(folder, relativePath.split(/[\\/]/).map((part) => basename(part)).join("-")), contents);
  console.error(`VS Code ended with ${code}; its logs are in ${folder}`);
  return code;
}

// `runTests` holds our standard input open: when it ends, whoever started us is gone.
process.stdin.on("end", () => process.exit(1)).resume();
await main(runTests);
process.stdin.destroy();
