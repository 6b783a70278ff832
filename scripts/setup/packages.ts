import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say, type SetupResult } from "./result.ts";

/** The absolute path of a command, looked for on the PATH and in the system's own folders (which not every PATH has). */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders.filter((folder) => folder !== "").map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** True where this process may install packages by apt-get: root on Debian or a relative of it. */
export function canInstallPackages(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && findCommand("apt-get") !== undefined;
}

/**
 * Makes sure that each command is there, installing its Debian package where it is not and where that is possible.
 * @param commands command → package, for example `{ bwrap: "bubblewrap" }`
 */
export function ensurePackages(commands: Readonly<Record<string, string>>): SetupResult {
  const absent = (): string[] => Object.entries(commands).filter(([command]) => findCommand(command) === undefined).map(([, name]) => name);
  const wanted = [...new Set(absent())];
  if (wanted.length === 0) return { ready: true };
  const byHand = `sudo apt-get install ${wanted.join(" ")}`;
  if (!canInstallPackages()) return { ready: false, missing: `${wanted.join(", ")} (on Debian or Ubuntu: ${byHand})` };
  say(`apt-get install ${wanted.join(" ")}`);
  if (!install(wanted)) {
    say("apt-get update");
    apt(["update"]);
    if (!install(wanted)) return { ready: false, missing: `${wanted.join(", ")}: apt-get could not install it; try: ${byHand}` };
  }
  const still = absent();
  return still.length === 0 ? { ready: true } : { ready: false, missing: `the commands of ${still.join(", ")}` };
}

/** The mirror and suite of the machine's own Debian packages, from either form of apt's source lists; undefined where it is no Debian. */
export function debianMirror(lists: readonly string[] = readSourceLists()): { readonly mirror: string; readonly suite: string } | undefined {
  const archives = lists.flatMap((text) => [...deb822Archives(text), ...lineArchives(text)]);
  const found = archives.find(({ components, suite, mirror }) => components.includes("main") && /^[a-z]+$/.test(suite) && !mirror.includes("security"));
  return found && { mirror: found.mirror, suite: found.suite };
}

interface Archive {
  readonly mirror: string;
  readonly suite: string;
  readonly components: readonly string[];
}

function readSourceLists(): string[] {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!/^ID=debian$/m.test(release)) return [];
  return ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"].filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"));
}

/** The newer form: paragraphs of `Name: values`. */
function deb822Archives(text: string): Archive[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const field = (name: string): string[] => new RegExp(`^${name}:\\s*(.+)$`, "im").exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
    const mirror = field("URIs")[0];
    if (mirror === undefined || !field("Types").includes("deb")) return [];
    return field("Suites").map((suite) => ({ mirror, suite, components: field("Components") }));
  });
}

/** The older form: `deb [options] MIRROR SUITE COMPONENT…`. */
function lineArchives(text: string): Archive[] {
  return [...text.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)$/gm)].map(([, mirror = "", suite = "", components = ""]) => ({ mirror, suite, components: components.trim().split(/\s+/) }));
}

function install(names: readonly string[]): boolean {
  return apt(["install", "-y", "--no-install-recommends", ...names]);
}

function apt(args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const done = spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=300", ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  return done.status === 0;
}
