import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Outcome, onePassed } from "./outcome.ts";
import type { Print } from "./part.ts";

export interface PassedBefore {
  /** The git work tree whose files alone decide the outcome. */
  readonly folder: string;
  /** Keeps the state of the files on which the check passed. */
  readonly file: string;
  readonly print: Print;
}

/** Does a check that depends on a work tree's files and on nothing else, unless it has passed on the very same files. */
export async function unlessPassed(check: () => Promise<Outcome>, { folder, file, print }: PassedBefore): Promise<Outcome> {
  const state = await stateOfFiles(folder);
  if (state !== undefined && state === (await readFile(file, "utf8").catch(() => undefined))) {
    print("passed before on the very same files");
    return onePassed;
  }
  const outcome = await check();
  if (state === undefined || outcome.failed > 0 || state !== (await stateOfFiles(folder))) return outcome;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, state);
  return outcome;
}

/** A hash over the names and contents of all files that git tracks or would add, and over the Node.js that runs; undefined outside a work tree. */
async function stateOfFiles(folder: string): Promise<string | undefined> {
  const listing = await promisify(execFile)("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).catch(() => undefined);
  if (listing === undefined) return undefined;
  const hash = createHash("sha256").update(process.version);
  for (const path of listing.stdout.split("\0").filter((each) => each !== "").sort()) {
    const content = await readFile(join(folder, path)).catch(() => Buffer.from("absent"));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
