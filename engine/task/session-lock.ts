import { mkdir, readFile, stat, unlink } from "node:fs/promises";
import { uptime } from "node:os";
import { dirname } from "node:path";
import { lock } from "proper-lockfile";
import * as z from "zod/mini";
import { livesHere, thisProcess } from "../../sandbox/process-identity.ts";
import { UserError } from "../errors.ts";
import { writeAtomically } from "../repository/write-atomically.ts";

const ownerSchema = z.object({ place: z.string(), pid: z.int(), start: z.string() });

/** A session that this process works on; no other may. */
export interface SessionLock {
  readonly release: () => Promise<void>;
}

/**
 * Takes a session for this process. The lock names its owner, so that one whose owner died is free at once, however it died.
 * @throws UserError `conflict` when a process that lives has it
 */
export async function lockSession(path: string, task: string): Promise<SessionLock> {
  // One at a time may look whose it is and take it: of two that find a dead owner, one must lose.
  const turn = await takeTurn(path);
  try {
    const owner = await readOwner(path);
    if (owner !== undefined) throw new UserError("conflict", `The task ${task} runs already, in process ${owner.pid}.`, "Wait for it there, or cancel it there.");
    await writeAtomically(path, new TextEncoder().encode(JSON.stringify(thisProcess()))).catch(() => undefined); // What keeps every file from being written is told by the log.
    return { release: () => unlink(path).catch(() => undefined) };
  } finally {
    await turn.end();
  }
}

/** Whether a process that lives works on a session. */
export async function isSessionLive(path: string): Promise<boolean> {
  return (await readOwner(path)) !== undefined;
}

async function takeTurn(path: string): Promise<{ readonly end: () => Promise<void> }> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const end = await lock(path, { realpath: false, retries: { retries: 40, minTimeout: 20, maxTimeout: 500 }, onCompromised: () => undefined });
    return { end: () => end().catch(() => undefined) };
  } catch {
    return { end: () => Promise.resolve() }; // As above: the log tells.
  }
}

/** The process that has a session, where it lives. */
async function readOwner(path: string): Promise<z.infer<typeof ownerSchema> | undefined> {
  try {
    const owner = z.parse(ownerSchema, JSON.parse(await readFile(path, "utf8")));
    // Nobody can tell from here whether a process of another machine lives, and a user must not be kept out for ever.
    return livesHere(owner) === true && !(await isBeforeBoot(path)) ? owner : undefined;
  } catch {
    return undefined; // no lock, or none of ours
  }
}

/** Whether a file is older than this machine's start: a process that has its writer's number by now is another. */
async function isBeforeBoot(path: string): Promise<boolean> {
  const allowance = 60_000; // Clocks are corrected after the start.
  return (await stat(path)).mtimeMs < Date.now() - uptime() * 1000 - allowance;
}
