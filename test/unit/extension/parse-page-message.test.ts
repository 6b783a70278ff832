import assert from "node:assert/strict";
import { parsePageMessage } from "../../../extension/panel/parse-page-message.ts";

describe("a message of the page", () => {
  it("is taken as it is when it is whole", () => {
    assert.deepEqual(parsePageMessage({ kind: "submit", request: "organize imports" }), { kind: "message", message: { kind: "submit", request: "organize imports" } });
  });

  for (const [name, value] of [
    ["nothing", undefined],
    ["a text", "submit"],
    ["an unknown kind", { kind: "format_disk" }],
    ["a missing part", { kind: "answer", approval: "a" }],
    ["a wrong part", { kind: "answer", approval: "a", answer: "maybe" }],
    ["an empty request", { kind: "submit", request: "" }],
  ] as const) {
    it(`becomes one clear line when it is ${name}`, () => {
      const parsed = parsePageMessage(value);
      assert.match(parsed.kind === "broken" ? parsed.line : "not broken", /^The panel sent a message that is none of its own[^\n]*$/);
    });
  }
});
