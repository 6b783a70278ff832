import { execFile } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { bubblewrapSandbox, type BubblewrapTool } from "./bubblewrap.ts";
import { defaultPolicy } from "./policy.ts";
import { seccompFilter } from "./seccomp.ts";

/** A bubblewrap that works, or why there is none and what mends it. */
export type BubblewrapFinding =
  | { readonly found: true; readonly tool: BubblewrapTool; readonly detail: string }
  | { readonly found: false; readonly reason: string; readonly remedy: string };

/** By which command each package manager installs it. */
const installers = [["apt-get", "sudo apt-get install bubblewrap"], ["dnf", "sudo dnf install bubblewrap"], ["pacman", "sudo pacman -S bubblewrap"], ["zypper", "sudo zypper install bubblewrap"], ["apk", "sudo apk add bubblewrap"]] as const;

/** Looks for bubblewrap at `path` (default: the PATH) and lets it run a command as the sandbox would. */
export async function findBubblewrap(path: string | undefined): Promise<BubblewrapFinding> {
  const tool = await locateBubblewrap(path);
  if (!("path" in tool)) return { found: false, ...tool };
  if (tool.filter !== undefined && (await selfTest(tool)) === undefined) return { found: true, tool, detail: `bubblewrap ${tool.version} at ${tool.path}, system calls filtered` };
  const unfiltered = { ...tool, filter: undefined };
  const failure = await selfTest(unfiltered);
  if (failure === undefined) return { found: true, tool: unfiltered, detail: `bubblewrap ${tool.version} at ${tool.path}, system calls not filtered` };
  return { found: false, reason: `bubblewrap is installed but cannot make a sandbox: ${failure}`, remedy: remedyFor(readKernelSettings(), tool.path) };
}

/** Where bubblewrap is and which version, without trying whether it works; or why it is not there. */
export async function locateBubblewrap(path: string | undefined): Promise<BubblewrapTool | { readonly reason: string; readonly remedy: string }> {
  if (process.platform !== "linux") return { reason: "bubblewrap exists on Linux only", remedy: "Use Docker." };
  const file = path ?? onPath("bwrap");
  if (file !== undefined && isExecutable(file)) return readVersion(file);
  const remedy = installers.find(([command]) => onPath(command) !== undefined)?.[1] ?? "Install the package bubblewrap.";
  return { reason: file === undefined ? "bubblewrap (bwrap) is not installed" : `"${file}" is not an executable file`, remedy };
}

/** The settings of the kernel that keep a user from making namespaces. */
export interface KernelSettings {
  /** `kernel.apparmor_restrict_unprivileged_userns` (Ubuntu since 23.10). */
  readonly appArmorRestricts: boolean;
  /** `kernel.unprivileged_userns_clone` is 0 (older Debian). */
  readonly usersMayNotClone: boolean;
  /** `user.max_user_namespaces` is 0. */
  readonly noNamespaces: boolean;
}

/** The one command that lets bubblewrap work again, for the setting that hinders it. */
export function remedyFor(settings: KernelSettings, file: string): string {
  if (settings.noNamespaces) return "sudo sysctl -w user.max_user_namespaces=15000";
  if (settings.usersMayNotClone) return "sudo sysctl -w kernel.unprivileged_userns_clone=1";
  if (settings.appArmorRestricts) {
    const profile = `abi <abi/4.0>,\\ninclude <tunables/global>\\nprofile unified-dgm-bwrap ${file} flags=(unconfined) {\\n  userns,\\n}\\n`;
    return `printf '${profile}' | sudo tee /etc/apparmor.d/unified-dgm-bwrap && sudo systemctl reload apparmor`;
  }
  return "Allow user namespaces on this machine (inside a container: run it with its own seccomp profile or privileged), or use Docker.";
}

async function readVersion(file: string): Promise<BubblewrapTool> {
  const { stdout } = await promisify(execFile)(file, ["--version"]).catch(() => ({ stdout: "" }));
  const [, version = "0.0", major = "0", minor = "0"] = /((\d+)\.(\d+)[.\d]*)/.exec(stdout) ?? [];
  return { path: file, version, modern: Number(major) > 0 || Number(minor) >= 8, filter: seccompFilter() };
}

/** Undefined where a command ran, else what bubblewrap said. */
async function selfTest(tool: BubblewrapTool): Promise<string | undefined> {
  const workspace = mkdtempSync(join(tmpdir(), "unified-dgm-probe-"));
  let said = "";
  try {
    const policy = { ...defaultPolicy(workspace), timeoutMs: 10_000 };
    const result = await bubblewrapSandbox(tool).run({ command: "exit 42", policy, onOutput: (_stream, text) => (said += text) });
    return result.exitCode === 42 ? undefined : said.trim() || "a trial command did not end";
  } catch (error) {
    return said.trim() || (error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function readKernelSettings(): KernelSettings {
  const read = (name: string): string => (existsSync(`/proc/sys/${name}`) ? readFileSync(`/proc/sys/${name}`, "utf8").trim() : "");
  return {
    appArmorRestricts: read("kernel/apparmor_restrict_unprivileged_userns") === "1",
    usersMayNotClone: read("kernel/unprivileged_userns_clone") === "0",
    noNamespaces: read("user/max_user_namespaces") === "0",
  };
}

/** Absolute folders of the PATH only: a relative one could be the workspace's. */
function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const found = folders.map((folder) => join(folder, name)).find((path) => isExecutable(path));
  return found === undefined ? undefined : realpathSync(found);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
