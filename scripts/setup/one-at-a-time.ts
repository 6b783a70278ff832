import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "proper-lockfile";

/** Runs work on a folder while no other process does, such as a second run of the tests; waits for it up to ten minutes. */
export async function oneAtATime<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(folder, { recursive: true });
  const release = await lock(folder, {
    lockfilePath: join(folder, "setup.lock"),
    stale: 60_000,
    update: 5_000,
    retries: { retries: 1_200, factor: 1, minTimeout: 500 },
    onCompromised: () => undefined,
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}
