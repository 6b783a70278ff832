import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, closeSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { livesHere, thisProcess } from "../../sandbox/process-identity.ts";
import { canUseApt } from "./apt.ts";
import { ensureCommands, findCommand } from "./commands.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { say, type SetupResult } from "./result.ts";

/** Path of the unix socket of an engine that answers. */
export interface DockerEngine {
  readonly socket: string;
}

const systemSocket = "/var/run/docker.sock";

/**
 * A Docker engine for the tests: the one that DOCKER_HOST names or that the system runs, else one of our own, with all its state in
 * `cacheDir`, which every run of the tests shares and the last one ends (`stopDocker`). Root on Debian only; elsewhere says what is missing.
 */
export async function ensureDocker(cacheDir: string): Promise<SetupResult<DockerEngine>> {
  const named = /^unix:\/\/(.+)$/.exec(process.env["DOCKER_HOST"] ?? "")?.[1];
  const own = ownEngine(cacheDir);
  for (const socket of [named, systemSocket]) {
    if (socket !== undefined && (await answers(socket))) return { ready: true, socket };
  }
  const remedy = "a running Docker engine (install Docker and start it)";
  if (!canUseApt()) return { ready: false, missing: remedy };
  const packages = await ensureCommands({ dockerd: "docker.io" });
  if (!packages.ready) return packages;
  const dockerd = findCommand("dockerd");
  if (dockerd === undefined) return { ready: false, missing: remedy };
  return oneAtATime(own.folder, () => start(dockerd, own));
}

/** Ends the engine that `ensureDocker` started for `cacheDir`, if it runs and no other test run uses it: the last one ends it, whoever began. */
export async function stopDocker(cacheDir: string): Promise<void> {
  const own = ownEngine(cacheDir);
  if (runningPid(own) !== undefined) await oneAtATime(own.folder, () => stop(own));
}

async function stop(own: OwnEngine): Promise<void> {
  rmSync(join(own.users, String(process.pid)), { force: true });
  const pid = runningPid(own);
  if (pid === undefined || othersUse(own)) return;
  say("stop the Docker engine of the tests");
  process.kill(pid, "SIGTERM");
  for (let waited = 0; runningPid(own) !== undefined && waited < 20_000; waited += 100) await sleep(100);
  if (runningPid(own) === undefined) rmSync(dirname(own.socket), { recursive: true, force: true });
}

const userSchema = z.object({ place: z.string(), pid: z.int(), start: z.string() });

interface OwnEngine {
  readonly folder: string;
  readonly socket: string;
  readonly pidFile: string;
  readonly log: string;
  /** Holds a file for each process that uses the engine, named by its id. */
  readonly users: string;
}

function register({ users }: OwnEngine): void {
  mkdirSync(users, { recursive: true });
  writeFileSync(join(users, String(process.pid)), JSON.stringify(thisProcess()));
}

function othersUse({ users }: OwnEngine): boolean {
  return existsSync(users) && readdirSync(users).some((name) => isUser(join(users, name)));
}

function isUser(file: string): boolean {
  try {
    return livesHere(z.parse(userSchema, JSON.parse(readFileSync(file, "utf8")))) === true;
  } catch {
    return false; // cut short by a crash
  }
}

/** Socket paths are limited to 107 bytes, so the socket lies in a short folder whose name is drawn from the cache folder's. */
function ownEngine(cacheDir: string): OwnEngine {
  const folder = resolve(cacheDir);
  const short = join(tmpdir(), `udgm-docker-${createHash("sha256").update(folder).digest("hex").slice(0, 10)}`);
  return { folder, socket: join(short, "docker.sock"), pidFile: join(short, "docker.pid"), log: join(folder, "dockerd.log"), users: join(short, "users") };
}

async function start(dockerd: string, own: OwnEngine): Promise<SetupResult<DockerEngine>> {
  const short = dirname(own.socket);
  mkdirSync(own.folder, { recursive: true });
  mkdirSync(short, { recursive: true, mode: 0o700 });
  register(own);
  if (runningPid(own) === undefined && !(await answers(own.socket))) {
    rmSync(own.pidFile, { force: true });
    say("start a Docker engine for the tests");
    const log = openSync(own.log, "a");
    const args = ["--data-root", join(own.folder, "data"), "--exec-root", join(short, "exec"), "--pidfile", own.pidFile, "--host", `unix://${own.socket}`];
    // The sandbox runs containers without a network, so the engine needs no bridge and leaves the machine's firewall alone.
    const child = spawn(dockerd, [...args, "--bridge=none", "--iptables=false"], { detached: true, stdio: ["ignore", log, log], cwd: "/" });
    child.unref();
    closeSync(log);
  }
  for (let waited = 0; waited < 60_000; waited += 200) {
    if (await answers(own.socket)) return { ready: true, socket: own.socket };
    if (waited > 5_000 && runningPid(own) === undefined) break;
    await sleep(200);
  }
  return { ready: false, missing: `a Docker engine: dockerd did not start; its last words: ${lastLine(own.log)}` };
}

/** The process id of our engine, where it is alive and still the same program. */
function runningPid(own: OwnEngine): number | undefined {
  if (!existsSync(own.pidFile)) return undefined;
  const pid = Number(readFileSync(own.pidFile, "utf8").trim());
  const commandLine = `/proc/${pid}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, "utf8").includes(own.socket) ? pid : undefined;
}

/** True where a Docker engine answers at the socket. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((done) => {
    const ask = request({ socketPath: socket, path: "/_ping", timeout: 5_000 }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    ask.once("timeout", () => ask.destroy());
    ask.once("error", () => {
      done(false);
    });
    ask.end();
  });
}

function lastLine(log: string): string {
  return existsSync(log) ? (readFileSync(log, "utf8").trim().split("\n").pop() ?? "") : "(none)";
}
