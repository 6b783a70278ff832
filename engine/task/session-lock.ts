import { readFile, unlink, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod/mini";
import { UserError } from "../errors.ts";

const ownerSchema = z.object({ pid: z.int(), host: z.string() });

/** A session that this process works on; no other may. */
export interface SessionLock {
  readonly release: () => Promise<void>;
}

/**
 * Takes a session for this process. The lock names its owner, so that one whose owner died is free at once, however it died.
 * @throws UserError `conflict` when a process that lives has it
 */
export async function lockSession(path: string, task: string): Promise<SessionLock> {
  for (;;) {
    try {
      await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: "wx" });
      return { release: () => unlink(path).catch(() => undefined) };
    } catch (error) {
      // What keeps every file from being written is told by the log.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return { release: () => Promise.resolve() };
    }
    const owner = await readOwner(path);
    if (owner !== undefined && lives(owner)) throw new UserError("conflict", `The task ${task} runs already, in process ${owner.pid}.`, "Wait for it there, or cancel it there.");
    await unlink(path).catch(() => undefined);
  }
}

/** Whether a process that lives works on a session. */
export async function isSessionLive(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  return owner !== undefined && lives(owner);
}

async function readOwner(path: string): Promise<z.infer<typeof ownerSchema> | undefined> {
  try {
    return z.parse(ownerSchema, JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined; // no lock, or one that was cut while it was written
  }
}

function lives({ pid, host }: z.infer<typeof ownerSchema>): boolean {
  // Nobody can tell from here whether a process of another machine lives.
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
