/** Files beyond this many bytes are listed but neither read, refactored nor shown as diffs. */
export const TEXT_FILE_LIMIT = 5 * 1024 * 1024;

/** What a file's bytes are to the engine. Line endings stay in `text` as they are; the byte order mark does not. */
export type DecodedFile =
  | { readonly kind: "text"; readonly text: string; readonly bom: boolean }
  | { readonly kind: "binary" }
  | { readonly kind: "too_large"; readonly bytes: number };

const BOM = "\uFEFF";
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Bytes to text. Anything that would not come back byte for byte (a NUL, invalid UTF-8) is binary. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  if (bytes.length > TEXT_FILE_LIMIT) return { kind: "too_large", bytes: bytes.length };
  if (bytes.includes(0)) return { kind: "binary" };
  try {
    const text = strict.decode(bytes);
    return text.startsWith(BOM) ? { kind: "text", text: text.slice(1), bom: true } : { kind: "text", text, bom: false };
  } catch {
    return { kind: "binary" };
  }
}

/** Text to bytes; the inverse of `decodeFile`. */
export function encodeFile(text: string, bom: boolean): Uint8Array {
  return new TextEncoder().encode(bom ? BOM + text : text);
}
