import { constants } from "node:fs";
import { access, readFile, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../../engine/errors.ts";
import { decodeFile, TEXT_FILE_LIMIT } from "../../engine/repository/text-file.ts";

/** A file of the workspace: its name for people, and where it is. */
export interface Place {
  readonly path: string;
  readonly uri: { readonly fsPath: string };
}

export interface DiskText {
  readonly text: string;
  readonly bom: boolean;
}

/** The text of a file on the disk; undefined where there is none. @throws UserError where it is no text that can be edited. */
export async function readDisk({ path, uri }: Place): Promise<DiskText | undefined> {
  const bytes = await readFile(uri.fsPath).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError("io", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, "Nothing was changed.", { cause: error });
  });
  if (bytes === undefined) return undefined;
  const decoded = decodeFile(bytes);
  switch (decoded.kind) {
    case "text":
      return decoded;
    case "binary":
      throw new UserError("bad_input", `${path} is not UTF-8 text.`, "Binary files and other encodings are left as they are.");
    case "too_large":
      throw new UserError("bad_input", `${path} has ${decoded.bytes} bytes, more than the ${TEXT_FILE_LIMIT} that can be edited.`, "Large files are left as they are.");
  }
}

/** Bytes that must stay free beyond what is written. */
const RESERVE = 1024 * 1024;

/**
 * Refuses early what VS Code would fail at in the middle: it empties a file before it writes it.
 * A file without any write permission is not written even where root could.
 * @throws UserError `not_permitted` for a read-only file or folder, `io` for a full disk
 */
export async function requireWritable({ path, uri }: Place, bytes: number): Promise<void> {
  const target = uri.fsPath;
  const found = await stat(target).catch(() => undefined);
  const place = found === undefined ? await existingFolder(dirname(target)) : target;
  const writable = await access(place, constants.W_OK).then(
    () => found === undefined || (found.mode & 0o222) !== 0,
    () => false,
  );
  if (!writable) throw new UserError("not_permitted", `${path} is read-only.`, "It was not changed. Make it writable and accept again, or reject the change.");
  const disk = await statfs(place).catch(() => undefined);
  if (disk !== undefined && disk.bavail * disk.bsize < bytes + RESERVE) {
    throw new UserError("io", `The disk is too full to write ${path}.`, "It was not changed. Free some space and accept again.");
  }
}

async function existingFolder(folder: string): Promise<string> {
  for (let current = folder; ; current = dirname(current)) {
    const found = await stat(current).catch(() => undefined);
    if (found !== undefined || dirname(current) === current) return current;
  }
}
