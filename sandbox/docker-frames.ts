import type { OutputStream } from "./sandbox.ts";

const headerLength = 8;

/**
 * Takes apart the stream of an attached container. Each frame is one byte for the stream (1 stdout, 2 stderr), three zero bytes, the
 * length in four bytes (big-endian), and that much output; frames may be cut anywhere. Payloads are handed on as they arrive.
 * @returns takes the next chunk
 */
export function frameReader(onBytes: (stream: OutputStream, bytes: Uint8Array) => void): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let payloadLeft = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (payloadLeft === 0) {
        const part = chunk.subarray(at, at + headerLength - headerFilled);
        header.set(part, headerFilled);
        headerFilled += part.length;
        at += part.length;
        if (headerFilled < headerLength) return;
        headerFilled = 0;
        payloadLeft = new DataView(header.buffer).getUint32(4);
        continue;
      }
      const part = chunk.subarray(at, at + payloadLeft);
      payloadLeft -= part.length;
      at += part.length;
      onBytes(header[0] === 2 ? "stderr" : "stdout", part);
    }
  };
}
