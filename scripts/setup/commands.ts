import { existsSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, canUseApt, findOnPath } from "./apt.ts";
import { say, type SetupResult } from "./result.ts";

/** The absolute path of a command, looked for on the PATH and in the system's own folders (which not every PATH has). */
export function findCommand(name: string): string | undefined {
  return findOnPath(name) ?? ["/usr/local/sbin", "/usr/sbin", "/sbin"].map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Makes sure that each command is there, by whatever it was installed; installs the Debian package of one that is not, where that is possible.
 * @param commands command → package, for example `{ bwrap: "bubblewrap" }`
 */
export async function ensureCommands(commands: Readonly<Record<string, string>>): Promise<SetupResult> {
  const wanted = Object.entries(commands).filter(([command]) => findCommand(command) === undefined).map(([, name]) => name);
  if (wanted.length === 0) return { ready: true };
  if (!canUseApt()) return { ready: false, missing: `${wanted.join(", ")} (on Debian or Ubuntu: sudo apt-get install ${wanted.join(" ")})` };
  try {
    say(`apt-get install ${wanted.join(" ")}`);
    await aptInstall(wanted);
    return { ready: true };
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).trim().split("\n").pop() ?? "";
    return { ready: false, missing: `${wanted.join(", ")}: ${words}` };
  }
}

/** Bubblewrap for the tests of the sandbox. That it is installed does not say that it works: the sandbox probes that. */
export function ensureBubblewrap(): Promise<SetupResult> {
  return ensureCommands({ bwrap: "bubblewrap" });
}
