import assert from "node:assert/strict";
import fc from "fast-check";
import { type Block, messageBlocks } from "../../../webview/text/message-blocks.ts";

describe("a message of a model", () => {
  it("is read as paragraphs, lists, headings and code", () => {
    assert.deepEqual(messageBlocks("# Title\nText with `code` and **weight**\nin two lines\n\n- a\n- b\n1. c\n```ts\nconst x = 1;\n\n```\nend").map(({ kind }) => kind), ["heading", "paragraph", "list", "list", "code", "paragraph"]);
  });

  it("has its marks taken off where they are read", () => {
    assert.deepEqual(messageBlocks("a `b` **c** `"), [{ kind: "paragraph", spans: [{ text: "a ", as: "plain" }, { text: "b", as: "code" }, { text: " ", as: "plain" }, { text: "c", as: "strong" }, { text: " `", as: "plain" }] }]);
  });

  it("keeps code that is cut before its end, as it comes while a model writes", () => {
    assert.deepEqual(messageBlocks("```\nhalf"), [{ kind: "code", text: "half" }]);
  });

  it("never loses a letter", () => {
    const letters = (text: string): string => text.replace(/[^a-z]/gu, "");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "\n", "*", "`", "#", "-", "1", ".", "<") }), (text) => {
        // What stands beside the mark that begins code is the name of its language.
        fc.pre(!/^\s*```/mu.test(text));
        assert.equal(letters(messageBlocks(text).map(textOf).join("")), letters(text));
      }),
    );
  });
});

function textOf(block: Block): string {
  if (block.kind === "code") return block.text;
  return (block.kind === "list" ? block.items.flat() : block.spans).map(({ text }) => text).join("");
}
