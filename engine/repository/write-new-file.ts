import { open } from "node:fs/promises";

/** Writes a file that is not there yet, down to the disk. Rejects with the system's error; what was written until then stays. */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o666);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
