import assert from "node:assert/strict";
import fc from "fast-check";
import { frameReader } from "../../../sandbox/docker-frames.ts";
import { outputGate } from "../../../sandbox/output.ts";
import type { OutputStream } from "../../../sandbox/sandbox.ts";

const streams = fc.constantFrom<OutputStream[]>("stdout", "stderr");
const texts = fc.array(fc.record({ stream: streams, text: fc.string({ unit: "grapheme" }) }), { maxLength: 12 });

/** Cuts bytes into chunks of the given sizes, again and again. */
function chop(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe("a command's output", () => {
  it("is handed on as it was written, however it is cut", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), sizes, (written, cuts) => {
      let got = "";
      const gate = outputGate(1_000_000, (_stream, text) => (got += text), () => assert.fail("no limit was passed"));
      for (const chunk of chop(Buffer.from(written), cuts)) gate.take("stdout", chunk);
      gate.end();
      assert.equal(got, written);
    }));
  });

  it("is never more than the limit, of both streams together, and the limit is reported once", () => {
    fc.assert(fc.property(texts, fc.integer({ min: 0, max: 40 }), (parts, limit) => {
      let bytes = 0;
      let reports = 0;
      const gate = outputGate(limit, (_stream, text) => (bytes += Buffer.byteLength(text)), () => reports++);
      for (const { stream, text } of parts) gate.take(stream, Buffer.from(text));
      gate.end();
      const written = Buffer.byteLength(parts.map(({ text }) => text).join(""));
      assert.ok(bytes <= limit);
      assert.equal(reports, written > limit ? 1 : 0);
      assert.equal(gate.truncated, written > limit);
    }));
  });

  it("shows the rest of a character that never came whole", () => {
    let got = "";
    const gate = outputGate(100, (_stream, text) => (got += text), () => undefined);
    gate.take("stdout", Buffer.from("é").subarray(0, 1));
    gate.end();
    assert.equal(got, "\uFFFD");
  });
});

describe("the frames of an attached container", () => {
  it("are told apart by stream, however they are cut", () => {
    fc.assert(fc.property(texts, sizes, (parts, cuts) => {
      const frames = parts.map(({ stream, text }) => {
        const payload = Buffer.from(text);
        const header = Buffer.alloc(8);
        header.writeUInt8(stream === "stdout" ? 1 : 2, 0);
        header.writeUInt32BE(payload.length, 4);
        return Buffer.concat([header, payload]);
      });
      const got = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
      const take = frameReader((stream, bytes) => got[stream].push(bytes));
      for (const chunk of chop(Buffer.concat(frames), cuts)) take(chunk);
      for (const name of ["stdout", "stderr"] as const) {
        assert.equal(Buffer.concat(got[name]).toString(), parts.filter(({ stream }) => stream === name).map(({ text }) => text).join(""));
      }
    }));
  });
});
