import assert from "node:assert/strict";
import type { OutputChunk } from "../../../engine/protocol/task-view.ts";
import { emptyLog, lineLength, type LogLine, LONGEST_LINE, outputSince, readChunk } from "../../../webview/text/log-lines.ts";

function read(...chunks: readonly OutputChunk[]): readonly LogLine[] {
  let log = emptyLog;
  const lines: LogLine[] = [log.line];
  for (const chunk of chunks) {
    const result = readChunk(log, chunk);
    log = result.log;
    lines.splice(-1, 1, ...result.lines);
  }
  return lines;
}

const out = (text: string): OutputChunk => ({ stream: "stdout", text });
const err = (text: string): OutputChunk => ({ stream: "stderr", text });
const texts = (lines: readonly LogLine[]): string[] => lines.map(({ segments }) => segments.map(({ text }) => text).join(""));

describe("the lines of a log", () => {
  it("go on from chunk to chunk", () => {
    assert.deepEqual(texts(read(out("one\ntw"), out("o\nthree"))), ["one", "two", "three"]);
  });

  it("are marked where standard error wrote", () => {
    assert.deepEqual(read(out("a\n"), err("b\n"), out("c")).map(({ stderr }) => stderr), [false, true, false]);
  });

  it("show only the last state of a progress line", () => {
    assert.deepEqual(texts(read(out("10%\r"), out("50%\r100%\ndone"))), ["100%", "done"]);
  });

  it("end at a carriage return with a newline, even when it is cut between", () => {
    assert.deepEqual(texts(read(out("one\r"), out("\ntwo"))), ["one", "two"]);
  });

  it("take characters back", () => {
    assert.deepEqual(texts(read(out("abc\b\bX"))), ["aX"]);
  });

  it("keep the colors of the two streams apart", () => {
    const [line] = read(out("\u001b[32mgreen "), err("plain"), out(" green"));
    assert.deepEqual(line?.segments, [{ text: "green ", classes: "fg-2" }, { text: "plain", classes: "" }, { text: " green", classes: "fg-2" }]);
  });

  it("are broken where they have no end", () => {
    const lines = read(out("x".repeat(LONGEST_LINE * 2 + 5)));
    assert.deepEqual(lines.map(lineLength), [LONGEST_LINE, LONGEST_LINE, 5]);
  });
});

describe("output since the last look", () => {
  it("is only what is new", () => {
    assert.deepEqual(outputSince([out("abc"), err("def")], 0, 4), { chunks: [err("ef")], lost: 0, position: 6 });
  });

  it("counts from the first character of all, also of what was dropped", () => {
    assert.deepEqual(outputSince([out("cdef")], 2, 4), { chunks: [out("ef")], lost: 0, position: 6 });
  });

  it("says how much was dropped before it was seen", () => {
    assert.deepEqual(outputSince([out("xyz")], 10, 4), { chunks: [out("xyz")], lost: 6, position: 13 });
  });
});
