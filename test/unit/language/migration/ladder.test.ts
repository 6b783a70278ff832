import assert from "node:assert/strict";
import ts from "typescript";
import { type Evidence, newEvidence } from "../../../../engine/language/migration/evidence.ts";
import { ladderFor } from "../../../../engine/language/migration/ladder.ts";

const [declaration] = ts.createSourceFile("a.ts", "f();", ts.ScriptTarget.ESNext, true).statements;

function ladder(evidence: Partial<Evidence>): readonly string[] {
  assert.ok(declaration !== undefined);
  return ladderFor(declaration, { ...newEvidence(), ...evidence }, false);
}

describe("the types to try for a value", () => {
  it("begin with what it is handed to", () => {
    assert.equal(ladder({ wanted: new Set(["string"]) })[0], "string");
  });

  it("do not take what another use asks of its source for its own, where it is indexed", () => {
    const source = { ...newEvidence(), wanted: new Set(["string"]) };
    assert.equal(ladder({ links: new Set([source]), indexed: true })[0], "Record<string, unknown>");
  });

  it("have no string and no number, where a text indexes it that only running shows", () => {
    const rungs = ladder({ types: new Set(["string"]), wanted: new Set(["number"]), indexed: true, keyed: true });
    assert.deepEqual(rungs.filter((type) => /\b(?:string|number)\b(?!,)/.test(type)), []);
  });

  it("keep the string that the code itself asks for by typeof", () => {
    assert.match(ladder({ types: new Set(["string"]), guards: new Set(["string"]), indexed: true, keyed: true })[0] ?? "", /\bstring\b(?!,)/);
  });
});
