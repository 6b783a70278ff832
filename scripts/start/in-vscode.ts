import { join } from "node:path";
import { repositoryRoot, setupCache } from "../paths.ts";
import { interruption } from "../process/main.ts";
import { run } from "../process/run.ts";
import { findOnPath } from "../setup/apt.ts";
import { ensureBrowserVsCode } from "../setup/browser-vscode.ts";
import { developmentUrl } from "../vscode/development-url.ts";
import { freshProfile } from "../vscode/profile.ts";
import { startServer } from "../vscode/server.ts";

export interface Opening {
  readonly folder: string;
  /** Whether it is our own copy, which needs no question whether its authors are trusted. */
  readonly ours: boolean;
}

/** Opens a folder in the desktop VS Code with the built extension. False where there is no `code`, or it refuses. */
export async function openInDesktop({ folder }: Opening): Promise<boolean> {
  const code = findOnPath("code");
  if (code === undefined) return false;
  const { code: exitCode, output } = await run(code, [`--extensionDevelopmentPath=${repositoryRoot}`, folder]);
  if (exitCode === 0) return true;
  console.log(`${code} refused, so the browser build is used:\n${output}`);
  return false;
}

/** Serves the browser build of VS Code on a folder with the built extension until Ctrl-C, then ends everything that it started. */
export async function serveInBrowser({ folder, ours }: Opening): Promise<void> {
  const { entry } = await ensureBrowserVsCode(setupCache, console.log);
  const interrupted = interruption();
  const logFile = join(setupCache, "vscode-server.log");
  const profile = await freshProfile(ours ? {} : { "security.workspace.trust.startupPrompt": "once" });
  const server = await startServer({ entry, ...profile, trust: ours, logFile });
  try {
    console.log(`\nOpen this address in a browser on this machine (Ctrl-C ends it):\n\n  ${developmentUrl({ port: server.port, folder, extensionDevelopmentPath: repositoryRoot })}\n`);
    const end = await Promise.race([interrupted.then(() => "interrupted" as const), server.ended]);
    if (end !== "interrupted") throw new Error(`VS Code ended by itself with ${end}; its log is ${logFile}`);
  } finally {
    await server.stop();
    await profile.remove();
  }
}
