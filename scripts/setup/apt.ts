import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run, runOrThrow } from "../process/run.ts";
import { SetupError } from "./setup-error.ts";

/** The first executable of this name on the PATH. */
export function findOnPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether packages can be installed here without asking anybody: a Debian-like system, and root. */
export function canUseApt(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && findOnPath("apt-get") !== undefined;
}

const environment: NodeJS.ProcessEnv = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
const installArgs = ["install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];

/** The work of apt that is under way: its lock refuses a second one. */
let underWay: Promise<unknown> = Promise.resolve();

/**
 * Installs Debian packages; those that are already installed cost a fraction of a second and no network. One call waits for another.
 * Throws `SetupError` where it is not root on a Debian-like system, `CommandError` where apt fails.
 */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  const mine = underWay.then(() => installMissing(packages));
  underWay = mine.catch(() => undefined);
  return mine;
}

async function installMissing(packages: readonly string[]): Promise<void> {
  const missing = await notInstalled(packages);
  if (missing.length === 0) return;
  if (!canUseApt()) throw new SetupError(`${missing.join(", ")} missing: install with your system's package manager, or run as root on Debian or Ubuntu`);
  const first = await run("apt-get", [...installArgs, ...missing], { env: environment });
  if (first.code === 0) return;
  await runOrThrow("apt-get", ["update", "-q"], { env: environment });
  await runOrThrow("apt-get", [...installArgs, ...missing], { env: environment });
}

async function notInstalled(packages: readonly string[]): Promise<readonly string[]> {
  if (findOnPath("dpkg-query") === undefined) return packages;
  const { output } = await run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n", ...packages]);
  const installed = new Set(output.split("\n").filter((line) => line.endsWith(" installed")).map((line) => line.split(" ")[0]));
  return packages.filter((name) => !installed.has(name));
}
