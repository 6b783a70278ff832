import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface ServerOptions {
  /** The start script of the browser build. */
  readonly entry: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** Whether every folder is trusted without asking; if not, folders open in restricted mode. */
  readonly trust: boolean;
  readonly logFile: string;
}

/** A running browser build of VS Code. */
export interface VsCodeServer {
  readonly port: number;
  /** Resolves with the exit code when the server has ended, for whatever reason. */
  readonly ended: Promise<number>;
  /** Ends the server and all its extension hosts. */
  stop(): Promise<void>;
}

/** The browser build could not be started; the message carries the end of its log. */
export class VsCodeStartError extends Error {
  override readonly name = "VsCodeStartError";
}

const startSeconds = 60;
const graceMilliseconds = 3000;

/** Starts the server on a free port of this machine alone, and resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<VsCodeServer> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  // In a process group of its own, so that the extension hosts go with it.
  const child = spawn(process.execPath, serverArguments(options), { detached: true, stdio: ["ignore", "pipe", "pipe"], env: withoutEditor(process.env) });
  const log = createWriteStream(options.logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<number>((resolve) => child.on("close", (code) => { log.end(); resolve(code ?? 1); }));
  const killAtExit = (): void => { kill(child, "SIGKILL"); };
  process.once("exit", killAtExit);
  const stop = async (): Promise<void> => {
    process.off("exit", killAtExit);
    kill(child, "SIGTERM");
    const timer = setTimeout(() => { kill(child, "SIGKILL"); }, graceMilliseconds);
    await ended;
    clearTimeout(timer);
    kill(child, "SIGKILL");
  };
  try {
    return { port: await listening(child, options.logFile), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(options: ServerOptions): readonly string[] {
  return [
    options.entry,
    ...["--config", join(options.userDataDir, "config.yaml"), "--auth", "none", "--bind-addr", "127.0.0.1:0"],
    ...["--user-data-dir", options.userDataDir, "--extensions-dir", options.extensionsDir],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--ignore-last-opened"],
    ...(options.trust ? ["--disable-workspace-trust"] : []),
    // Without it the development payload of the address is ignored.
    ...["--vscode-option", "enable-smoke-test-driver=true"],
  ];
}

function listening(child: ChildProcess, logFile: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = "";
    const timer = setTimeout(() => { reject(startFailure(`did not listen within ${startSeconds} s`, logFile)); }, startSeconds * 1000);
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      seen = (seen + chunk).slice(-10_000);
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(seen)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      reject(startFailure(`ended with ${code ?? "a signal"}`, logFile));
    });
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already: what was asked for.
  }
}

function startFailure(what: string, logFile: string): VsCodeStartError {
  return new VsCodeStartError(`the browser build of VS Code ${what}; ${logFile} ends:\n${endOf(logFile)}`);
}

function endOf(file: string): string {
  try {
    return readFileSync(file, "utf8").split("\n").slice(-20).join("\n");
  } catch {
    return "(no log)";
  }
}

/** The environment without what a surrounding editor put there: from its terminal we would open a tab in it instead of starting our own. */
function withoutEditor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_)/.test(name)));
}
