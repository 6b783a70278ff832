import { existsSync, lstatSync, readlinkSync, realpathSync } from "node:fs";
import { release } from "node:os";
import { insideEnvironment, insideHome, insideTemporary } from "./environment.ts";
import type { Mount, MountPlan } from "./mounts.ts";
import { memoryBytes, processLimit, type SandboxPolicy } from "./policy.ts";

/** What this machine offers to bubblewrap; read once per run by `describeHost`, a plain value in tests. */
export interface BubblewrapHost {
  /** Top-level folders and files to show read-only. */
  readonly shown: readonly string[];
  /** Top-level links (`/bin` → `usr/bin` on a merged system). */
  readonly links: readonly { readonly path: string; readonly to: string }[];
  /** The file that /etc/resolv.conf is, links followed: names of hosts are found by it. */
  readonly resolver: string | undefined;
  /** Absolute path of util-linux' `prlimit`, where there is one. */
  readonly prlimit: string | undefined;
  /** The kernel counts processes for each sandbox apart (since 5.14; never for root). */
  readonly countsProcesses: boolean;
  /** Version 0.8 and later: `--disable-userns` and `--size`. */
  readonly modern: boolean;
}

const roots = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What of /etc programs need to start, to name users and hosts, and to know the time. Nothing that names a secret. */
const etc = [
  "alternatives", "ca-certificates", "group", "host.conf", "hosts", "java", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime",
  "mime.types", "nsswitch.conf", "passwd", "pki", "profile", "protocols", "python3", "services", "ssl/certs", "ssl/openssl.cnf", "timezone",
].map((name) => `/etc/${name}`);

/** Reads which system folders, links and tools this machine has. */
export function describeHost(modern: boolean): BubblewrapHost {
  const present = roots.map((path) => ({ path, stats: lstatSync(path, { throwIfNoEntry: false }) })).filter(({ stats }) => stats !== undefined);
  return {
    shown: [...present.filter(({ stats }) => stats?.isDirectory()).map(({ path }) => path), ...etc.filter((path) => existsSync(path))],
    links: present.filter(({ stats }) => stats?.isSymbolicLink()).map(({ path }) => ({ path, to: readlinkSync(path) })),
    resolver: existsSync("/etc/resolv.conf") ? realpathSync("/etc/resolv.conf") : undefined,
    prlimit: ["/usr/bin/prlimit", "/bin/prlimit"].find((path) => existsSync(path)),
    countsProcesses: process.getuid?.() !== 0 && kernelIsAtLeast(5, 14),
    modern,
  };
}

/** What every use of bubblewrap here has in common: own namespaces, no capabilities, no variables, an end with its parent. */
export function isolation(modern: boolean): string[] {
  const noNested = modern ? ["--unshare-user", "--disable-userns"] : [];
  return ["--unshare-all", ...noNested, "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--hostname", "sandbox"];
}

/** Descriptors that bubblewrap inherits. */
export interface BubblewrapDescriptors {
  /** Where it reports which process leads the sandbox and how the command ended. */
  readonly statusFd: number;
  /** Where it reads the filter of system calls; undefined: there is none. */
  readonly filterFd: number | undefined;
}

/** The arguments of `bwrap` for a command. */
export function bubblewrapArgv(command: string, policy: SandboxPolicy, plan: MountPlan, host: BubblewrapHost, { statusFd, filterFd }: BubblewrapDescriptors): string[] {
  const temporarySize = host.modern ? ["--size", String(memoryBytes(policy))] : [];
  return [
    ...isolation(host.modern),
    ...(policy.network === true ? ["--share-net"] : []),
    "--json-status-fd", String(statusFd),
    ...(filterFd === undefined ? [] : ["--seccomp", String(filterFd)]),
    ...host.shown.flatMap((path) => ["--ro-bind", path, path]),
    ...host.links.flatMap(({ path, to }) => ["--symlink", to, path]),
    ...(policy.network === true && host.resolver !== undefined ? ["--ro-bind", host.resolver, "/etc/resolv.conf"] : []),
    "--proc", "/proc",
    "--dev", "/dev",
    ...temporarySize, "--tmpfs", insideTemporary,
    "--dir", insideHome,
    ...plan.mounts.flatMap(bindArguments),
    "--remount-ro", "/",
    ...Object.entries(insideEnvironment(policy)).flatMap(([name, value]) => ["--setenv", name, value]),
    "--chdir", plan.directory,
    "--",
    ...limitArguments(policy, host),
    "/bin/sh", "-c", command,
  ];
}

function bindArguments(mount: Mount): string[] {
  return [mount.writable ? "--bind" : "--ro-bind", mount.source, mount.target];
}

/** Data rather than address space: V8 reserves far more than it uses. */
function limitArguments(policy: SandboxPolicy, host: BubblewrapHost): string[] {
  if (host.prlimit === undefined) return [];
  const processes = host.countsProcesses ? [`--nproc=${processLimit(policy)}`] : [];
  return [host.prlimit, "--core=0", `--data=${memoryBytes(policy)}`, ...processes, "--"];
}

function kernelIsAtLeast(major: number, minor: number): boolean {
  const [ours = 0, oursMinor = 0] = release().split(".").map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}
