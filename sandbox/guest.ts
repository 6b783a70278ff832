import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { isolation } from "./bubblewrap-argv.ts";
import type { BubblewrapTool } from "./bubblewrap.ts";
import { locateBubblewrap } from "./bubblewrap-tool.ts";
import { SandboxPolicyError, SandboxUnavailableError } from "./errors.ts";
import { isInside } from "./mounts.ts";

/** A long-lived child that may compute and talk over its pipes, and nothing else. */
export interface Guest {
  /** Absolute path of the Node binary. */
  readonly node: string;
  /** The only folder that the guest can read; its working directory. Absolute. */
  readonly folder: string;
  /** Arguments of the Node binary: its options, the script (absolute path inside `folder`), the script's arguments. */
  readonly args: readonly string[];
  /** All variables that the guest sees; default none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Further read-only paths, where the binary needs them (Electron's own folder). */
  readonly readable?: readonly string[];
}

/** For `child_process.spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], env: {} })`. SIGKILL to it ends the guest and all it started. */
export interface GuestCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * Wraps a guest in bubblewrap: no network, no file but its folder, the Node binary and its shared libraries, an empty environment, its own
 * process namespace, and an end together with its parent (of the parent, the thread that spawns it). Whether bubblewrap works here is
 * what `probeBackend("bubblewrap")` says.
 * @throws SandboxUnavailableError where bubblewrap is not installed, SandboxPolicyError where a path does not exist
 */
export async function guestArgv(guest: Guest): Promise<GuestCommand> {
  const tool = await locateBubblewrap(undefined);
  if (!("path" in tool)) throw new SandboxUnavailableError(`The agent cannot be confined: ${tool.reason}.`, tool.remedy);
  const [folder, node, ...readable] = await Promise.all([guest.folder, guest.node, ...(guest.readable ?? [])].map(resolve));
  if (folder === undefined || node === undefined) throw new SandboxPolicyError("A guest needs a folder and a Node binary.");
  return { file: tool.path, args: guestArguments(guest, { folder, node, readable }, await sharedLibraries(node), tool) };
}

/** The real paths behind a guest's. */
export interface GuestPaths {
  readonly folder: string;
  readonly node: string;
  readonly readable: readonly string[];
}

/** The arguments of `bwrap` for a guest whose Node binary loads `libraries`. */
export function guestArguments(guest: Guest, paths: GuestPaths, libraries: readonly string[], tool: Pick<BubblewrapTool, "modern">): string[] {
  const inside = (path: string): boolean => [paths.folder, ...paths.readable].some((folder) => isInside(path, folder));
  const files = [...new Set([...libraries, paths.node])].filter((path) => !inside(path));
  return [
    ...isolation(tool.modern),
    ...files.flatMap((path) => ["--ro-bind", path, path]),
    ...[...paths.readable, paths.folder].flatMap((path) => ["--ro-bind", path, path]),
    // Under the names that the caller uses too, so that its arguments hold.
    ...(guest.folder === paths.folder ? [] : ["--ro-bind", paths.folder, guest.folder]),
    "--proc", "/proc",
    "--dev", "/dev",
    "--remount-ro", "/dev",
    "--remount-ro", "/",
    ...Object.entries(guest.environment ?? {}).flatMap(([name, value]) => ["--setenv", name, value]),
    "--chdir", guest.folder,
    "--",
    paths.node, ...guest.args,
  ];
}

/**
 * The shared libraries of a binary and the loader itself, as the loader resolves them, and the loader's cache.
 * Sets the variable by which `ldd` asks the loader to list instead of to run.
 */
async function sharedLibraries(binary: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(binary, [], { env: { LD_TRACE_LOADED_OBJECTS: "1" }, timeout: 10_000 });
  const paths = [...stdout.matchAll(/(?:=>\s*|^\s*)(\/\S+)\s+\(0x/gm)].map(([, path = ""]) => path);
  return [...new Set([...paths, "/etc/ld.so.cache"])].filter((path) => existsSync(path));
}

async function resolve(path: string): Promise<string> {
  return realpath(path).catch(() => {
    throw new SandboxPolicyError(`"${path}", which the agent's process needs, does not exist or cannot be read (looked in ${dirname(path)}).`);
  });
}
