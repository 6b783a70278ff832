import type { Overlay } from "../changes/overlay.ts";
import { mergeTexts } from "../changes/merge.ts";
import type { BlobStore } from "../log/blob-store.ts";
import type { Landing } from "./landings.ts";

/** Puts one write back in an overlay of the user's files, keeping what they changed since; false where the file is no longer such that it can be. */
export async function takeBack({ path, from, before, after }: Omit<Landing, "seq">, overlay: Overlay, blobs: BlobStore): Promise<boolean> {
  const now = await overlay.read(path);
  const [was, became] = [await blobs.get(before), await blobs.get(after)];
  if (became === null) {
    if (now !== null || was === null) return false;
    await overlay.apply([{ kind: "write", path, text: was }]);
    return true;
  }
  if (now === null) return false;
  if (was === null) {
    if (now !== became) return false;
    await overlay.apply([{ kind: "delete", path }]);
    return true;
  }
  const text = now === became ? was : mergeTexts(became, now, was);
  if (text === undefined || (from !== undefined && (await overlay.read(from)) !== null)) return false;
  await overlay.apply([from === undefined ? { kind: "write", path, text } : { kind: "move", from: path, to: from, text }]);
  return true;
}
