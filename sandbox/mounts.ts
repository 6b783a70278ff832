import { realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, normalize, relative, sep } from "node:path";
import { SandboxPolicyError } from "./errors.ts";
import type { SandboxPolicy } from "./policy.ts";
import { holdProtected, type ProtectedHold } from "./protected.ts";
import { sensitiveEntries } from "./sensitive.ts";

/** One bind mount: `source` on the host appears as `target` inside. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
}

/** What a policy's paths come to on this machine. */
export interface MountPlan {
  /** The working directory: the workspace by the name that the policy gives it. */
  readonly directory: string;
  /** Parents before children. */
  readonly mounts: readonly Mount[];
  readonly hold: ProtectedHold;
}

/** Shown in the place of a file that must not be read. */
const nothing = "/dev/null";
const kernelFolders = ["/dev", "/proc", "/sys"];
const sharedFolders = ["/bin", "/boot", "/etc", "/home", "/lib", "/lib64", "/opt", "/root", "/run", "/sbin", "/srv", "/tmp", "/usr", "/var", "/var/tmp"];

/**
 * Resolves the policy's paths and holds the protected entries (release `hold` when the run is over).
 * @throws SandboxPolicyError where a path is missing, or too much to hand out (`/`, the home folder, a system folder).
 */
export async function planMounts(policy: SandboxPolicy, home: string = homedir()): Promise<MountPlan> {
  const homes = [home, await realpath(home).catch(() => home)];
  const workspace = await resolve(policy.workspace, "workspace");
  refuse(workspace, "workspace", homes, [...kernelFolders, ...sharedFolders]);
  const shown = policy.copy === undefined ? workspace : await resolve(policy.copy, "copy of the workspace");
  refuse(shown, "copy of the workspace", homes, [...kernelFolders, ...sharedFolders]);
  const directories = unique([normalizeFolder(policy.workspace), workspace]);
  const mounts: Mount[] = directories.map((target) => ({ source: shown, target, writable: true }));
  for (const path of policy.readable) {
    const source = await resolve(path, "readable path");
    refuse(source, "readable path", homes, kernelFolders);
    // A link inside another mount is seen there as the link that it is.
    const named = normalizeFolder(path);
    const targets = mounts.some((mount) => isInside(named, mount.target)) ? [source] : unique([source, named]);
    mounts.push(...targets.map((target) => ({ source, target, writable: false })));
  }
  const hold = holdProtected(shown);
  const { fixed, hidden } = sensitiveEntries(shown);
  const within = (source: string, path: string): Mount[] => directories.map((directory) => ({ source, target: join(directory, relative(shown, path)), writable: false }));
  mounts.push(...unique([...hold.paths, ...fixed]).flatMap((path) => within(path, path)), ...hidden.flatMap((path) => within(nothing, path)));
  return { directory: directories[0] ?? workspace, mounts: sortMounts(mounts), hold };
}

/** True where `path` is `folder` or lies in it. Both normalized. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Parents before children, so that no mount hides an inner one; of two with the same target the read-only one stays. */
export function sortMounts(mounts: readonly Mount[]): Mount[] {
  const byTarget = new Map<string, Mount>();
  for (const mount of mounts) {
    if (byTarget.get(mount.target)?.writable !== false) byTarget.set(mount.target, mount);
  }
  const depth = (mount: Mount): number => mount.target.split(sep).length;
  return [...byTarget.values()].sort((a, b) => depth(a) - depth(b) || (a.target < b.target ? -1 : 1));
}

async function resolve(path: string, what: string): Promise<string> {
  if (!isAbsolute(path)) throw new SandboxPolicyError(`The sandbox needs an absolute path as its ${what}, not "${path}".`);
  return realpath(path).catch(() => {
    throw new SandboxPolicyError(`The sandbox's ${what} "${path}" does not exist or cannot be read.`);
  });
}

function refuse(path: string, what: string, homes: readonly string[], exactly: readonly string[]): void {
  if (path === sep || exactly.includes(path) || kernelFolders.some((folder) => isInside(path, folder))) {
    throw new SandboxPolicyError(`The sandbox does not hand out "${path}" as its ${what}: it belongs to the system. Open a project's own folder.`);
  }
  if (homes.some((home) => isInside(home, path))) {
    throw new SandboxPolicyError(`The sandbox does not hand out "${path}" as its ${what}: it is, or contains, your home folder. Open a folder inside it.`);
  }
}

function normalizeFolder(path: string): string {
  const normal = normalize(path);
  return normal.length > 1 && normal.endsWith(sep) ? normal.slice(0, -1) : normal;
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
