import assert from "node:assert/strict";
import fc from "fast-check";
import { columnsOf, cutToColumns } from "../../../cli/columns.ts";
import { createProgressLine, type ProgressLine } from "../../../cli/progress.ts";

function terminal(columns: number, name = "xterm"): { readonly line: ProgressLine; readonly written: () => string; readonly resize: (columns: number) => void } {
  let written = "";
  const stream = { isTTY: true, columns, write: (text: string) => { written += text; } };
  const take = (): string => {
    const all = written;
    written = "";
    return all;
  };
  return { line: createProgressLine(stream, name), written: take, resize: (next) => { stream.columns = next; } };
}

describe("the line that says what goes on", () => {
  it("writes over itself, and takes itself away once", () => {
    const { line, written } = terminal(80);
    line.show("one");
    line.show("two");
    line.clear();
    line.clear();
    assert.equal(written(), "\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K");
  });

  it("is cut to the terminal's width, by columns and not by characters", () => {
    const { line, written } = terminal(12);
    line.show("a long line of words");
    assert.equal(written(), "\r\u001b[Ka long lin…");
    line.show("漢字漢字漢字漢字");
    assert.equal(written(), "\r\u001b[K漢字漢字漢…");
  });

  it("takes all its rows away where the terminal became narrower and wrapped it", () => {
    const { line, written, resize } = terminal(80);
    line.show("x".repeat(70));
    written();
    resize(30);
    line.clear();
    assert.equal(written(), "\r\u001b[2A\u001b[J");
    line.show("y".repeat(70));
    assert.equal(written(), `\r\u001b[K${"y".repeat(28)}…`);
  });

  it("is one line, whatever a model says, and drives no terminal", () => {
    const { line, written } = terminal(80);
    line.show("a\nb\r\u001b[2Jc");
    assert.equal(written(), "\r\u001b[Ka bc");
  });

  it("is not there where nothing can be written over", () => {
    const dumb = terminal(80, "dumb");
    dumb.line.show("one");
    dumb.line.clear();
    assert.equal(dumb.written(), "");
    let piped = "";
    createProgressLine({ write: (text) => { piped += text; } }, "xterm").show("one");
    assert.equal(piped, "");
  });
});

describe("cutting to columns", () => {
  it("never gives more columns than there are, and leaves whole what fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        const cut = cutToColumns(text, columns);
        assert.ok(columnsOf(cut) <= columns);
        if (columnsOf(text) <= columns) assert.equal(cut, text);
      }),
    );
  });
});
