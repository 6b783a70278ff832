import { createHash } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { writeAtomically } from "../repository/write-atomically.ts";

/** Texts beside a log, named by their SHA-256, so that the log itself stays small and the page never sees them. */
export interface BlobStore {
  readonly put: (text: string | null) => Promise<string | null>;
  readonly get: (name: string | null) => Promise<string | null>;
}

/** @throws UserError `io` from `put` on a failed write and from `get` on a missing or altered text. */
export function openBlobStore(folder: string): BlobStore {
  return {
    put: async (text) => {
      if (text === null) return null;
      const name = nameOf(text);
      const path = join(folder, name);
      const known = await access(path).then(
        () => true,
        () => false,
      );
      if (!known) {
        await writeAtomically(path, new TextEncoder().encode(text)).catch((error: unknown) => {
          throw new UserError("io", `A proposal cannot be saved in ${folder}: ${error instanceof Error ? error.message : String(error)}.`, "Free some space or make the folder writable. Your files were not changed.", { cause: error });
        });
      }
      return name;
    },
    get: async (name) => {
      if (name === null) return null;
      const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
      if (text === undefined || nameOf(text) !== name) throw new UserError("io", `A saved proposal (${name.slice(0, 12)}) is missing or damaged.`, "Start the task again. Your files were not changed.");
      return text;
    },
  };
}

function nameOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
