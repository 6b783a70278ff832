import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The first bytes of a file, and how many it has in all. */
export interface Beginning {
  readonly bytes: Buffer;
  readonly size: number;
}

/**
 * The first `limit` bytes of a regular file; `folder` or `special` (a pipe, a device) for what is none. A repository may hold a link to
 * /dev/zero or a pipe that nobody writes to: neither is ever read.
 * @throws the system's error where there is no such file or it may not be read
 */
export async function readBeginning(path: string, limit: number): Promise<Beginning | "folder" | "special"> {
  // Without O_NONBLOCK, opening a pipe waits for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) return found.isDirectory() ? "folder" : "special";
    const bytes = Buffer.alloc(Math.min(limit, found.size));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return { bytes: bytes.subarray(0, length), size: found.size };
  } finally {
    await file.close();
  }
}
