import assert from "node:assert/strict";
import fc from "fast-check";
import { type AnsiState, type AnsiToken, initialAnsi, readAnsi } from "../../../webview/text/ansi.ts";
import { styleClasses } from "../../../webview/text/ansi-style.ts";

function readAll(...chunks: readonly string[]): readonly AnsiToken[] {
  let state: AnsiState = initialAnsi;
  return chunks.flatMap((chunk) => {
    const read = readAnsi(state, chunk);
    state = read.state;
    return read.tokens;
  });
}

/** Text with its classes: `[fg-1:red]plain`. */
function drawn(...chunks: readonly string[]): string {
  const shown = { newline: "␊", return: "␍", backspace: "␈" };
  return readAll(...chunks).map((token) => {
    if (token.kind !== "text") return shown[token.kind];
    const classes = styleClasses(token.style);
    return classes === "" ? token.text : `[${classes}:${token.text}]`;
  }).join("");
}

describe("escape sequences of a terminal", () => {
  it("turn colors and weights into classes", () => {
    assert.equal(drawn("\u001b[31mred\u001b[1mbold\u001b[0mplain\u001b[92;44mboth\u001b[39;49mplain"), "[fg-1:red][fg-1 bold:bold]plain[fg-10 bg-4:both]plain");
  });

  it("are understood when they are cut anywhere", () => {
    const text = "a\u001b[31mred\u001b[0m\u001b]8;;https://example.test\u0007link\u001b]8;;\u001b\\\u001b(B\r\nend";
    for (let cut = 0; cut <= text.length; cut += 1) {
      const halves = drawn(text.slice(0, cut), text.slice(cut)).replaceAll("␍", "").replaceAll("][fg-1:", "");
      assert.equal(halves, "a[fg-1:red]link␊end", `cut at ${cut}`);
    }
  });

  it("bring other colors to the nearest of the theme's 16", () => {
    assert.equal(drawn("\u001b[38;5;196mred\u001b[38;2;0;0;250mblue\u001b[38;5;250mgray\u001b[38;5;3myellow"), "[fg-9:red][fg-4:blue][fg-7:gray][fg-3:yellow]");
  });

  it("swap the colors in reverse video", () => {
    assert.equal(drawn("\u001b[7mx\u001b[31my"), "[fg-back bg-front:x][fg-back bg-1:y]");
  });

  it("leave nothing behind where they are not about style", () => {
    assert.equal(drawn("\u001b[2J\u001b[1;1H\u001b]0;title\u0007\u001bPq#0\u001b\\\u001b[?25lok\u001b[K\u0007\u009b31mred"), "ok[fg-1:red]");
  });

  it("let go of one that never ends", () => {
    assert.equal(readAnsi(initialAnsi, `\u001b]0;${"x".repeat(10_000)}`).state.pending, "");
  });

  it("never yield an escape or another control as text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("\u001b", "[", "]", "3", "1", ";", "m", "a", "\r", "\n", "\b", "\u0007", "\\", "P", "\u009b", "\u202e", "é") })), (chunks) => {
        for (const token of readAll(...chunks)) if (token.kind === "text") assert.doesNotMatch(token.text, /[^\P{Cc}\t]|\u202e/u);
      }),
    );
  });
});
