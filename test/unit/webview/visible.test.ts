import assert from "node:assert/strict";
import fc from "fast-check";
import { visibleCommand, visibleLine, visibleProse } from "../../../webview/text/visible.ts";

describe("text made visible", () => {
  it("writes what reorders a path by its code point", () => {
    assert.equal(visibleLine("src/\u202Efdp.js"), "src/⟨U+202E⟩fdp.js");
  });

  it("writes what hides in a path by its code point", () => {
    assert.equal(visibleLine("a\u200Bb\u00ADc\u0000d\ne\u{E0041}"), "a⟨U+200B⟩b⟨U+00AD⟩c⟨U+0000⟩d⟨U+000A⟩e⟨U+E0041⟩");
  });

  it("leaves names of every script as they are", () => {
    for (const name of ["日本語.ts", "naïve.ts", "שלום.ts", "emoji-🚀.ts"]) assert.equal(visibleLine(name), name);
  });

  it("keeps a command's lines and tabs, and nothing else without a shape", () => {
    assert.equal(visibleCommand("a \\\n\tb\r\u2066"), "a \\\n\tb⟨U+000D⟩⟨U+2066⟩");
  });

  it("keeps what honest prose needs: joiners and direction marks", () => {
    assert.equal(visibleProse("👩‍💻 ‏שלום"), "👩‍💻 ‏שלום");
  });

  it("never lets a bidi control or a terminal control through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const make of [visibleLine, visibleCommand, visibleProse]) assert.doesNotMatch(make(text), /[\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\n\t]/u);
      }),
    );
  });
});
