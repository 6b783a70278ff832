import assert from "node:assert/strict";
import { fitsEnding } from "../../../extension/workspace/line-endings.ts";

describe("a text that VS Code can hold", () => {
  it("has one kind of line ending, the document's", () => {
    assert.ok(fitsEnding("a\nb\n", "\n"));
    assert.ok(fitsEnding("a\r\nb", "\r\n"));
    assert.ok(fitsEnding("no line ending", "\r\n"));
  });

  it("mixes none", () => {
    assert.ok(!fitsEnding("a\nb\r\n", "\n"));
    assert.ok(!fitsEnding("a\nb\r\n", "\r\n"));
    assert.ok(!fitsEnding("a\rb\n", "\n"));
  });
});
