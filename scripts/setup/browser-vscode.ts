import { existsSync, realpathSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runOrThrow } from "../process/run.ts";
import { aptInstall, canUseApt, findOnPath } from "./apt.ts";
import { SetupError } from "./setup-error.ts";

const version = "4.139.1";
const nodeGypVersion = "13.1.0";
/** Without these three the extension host does not start; they come as source only. */
const nativeModules = ["@vscode/spdlog", "@vscode/native-watchdog", "@vscode/deviceid"];

/** The browser build of VS Code (code-server), installed. */
export interface BrowserVsCode {
  readonly kind: "browser";
  /** The Node.js script that starts the server. */
  readonly entry: string;
}

/**
 * Installs the browser build of VS Code once into the cache folder (about 600 MB, a minute) and returns it.
 * Throws `SetupError` where this machine lacks what it takes, `CommandError` where a step fails.
 * @param report shows one line of progress
 */
export async function ensureBrowserVsCode(cache: string, report: (line: string) => void): Promise<BrowserVsCode> {
  const folder = join(cache, `vscode-host-${version}`);
  const entry = join(folder, "node_modules", "code-server", "out", "node", "entry.js");
  if (existsSync(entry)) return { kind: "browser", entry };
  if (process.platform === "win32") throw new SetupError("the browser build of VS Code does not run on Windows");
  await ensureCompiler();
  const temporary = `${folder}.partial-${process.pid}`;
  const logFile = join(cache, `vscode-host-${version}.log`);
  await rm(logFile, { force: true });
  try {
    await install(temporary, logFile, report);
    // Another process may have finished first: both results are the same, so either may stay.
    await rename(temporary, folder).catch((error: unknown) => {
      if (!existsSync(entry)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return { kind: "browser", entry };
}

async function ensureCompiler(): Promise<void> {
  const tools = ["python3", "make", "g++"];
  const missing = tools.filter((tool) => findOnPath(tool) === undefined);
  if (missing.length === 0) return;
  if (!canUseApt()) throw new SetupError(`${missing.join(", ")} missing (needed to compile three native modules of VS Code)`);
  await aptInstall(tools);
}

async function install(folder: string, logFile: string, report: (line: string) => void): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  const npm = (cwd: string, ...args: string[]): Promise<string> =>
    runOrThrow("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args], { cwd, logFile });

  report(`Browser build of VS Code: downloading code-server ${version} …`);
  await npm(folder, `code-server@${version}`, `node-gyp@${nodeGypVersion}`);
  const vscode = join(folder, "node_modules", "code-server", "lib", "vscode");
  report("Browser build of VS Code: downloading its dependencies …");
  await npm(vscode, "--omit=dev");
  await npm(join(vscode, "extensions"), "--omit=dev");
  const nodeGyp = join(folder, "node_modules", "node-gyp", "bin", "node-gyp.js");
  for (const name of nativeModules) {
    report(`Browser build of VS Code: compiling ${name} …`);
    await runOrThrow(process.execPath, [nodeGyp, "rebuild", ...headers()], { cwd: join(vscode, "node_modules", name), logFile });
  }
}

/** The installed Node.js brings its C++ headers along; with any other, node-gyp downloads them. */
function headers(): readonly string[] {
  const installation = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(installation, "include", "node", "node_version.h")) ? [`--nodedir=${installation}`] : [];
}
