import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tools } from "../../../agent/tools/schemas.ts";
import { toolsReference } from "../../../scripts/docs/tools-reference.ts";

describe("the published tools", () => {
  it("are those that the agent offers (else: node scripts/tools-reference.ts)", () => {
    assert.equal(readFileSync(join(import.meta.dirname, "../../../docs/tools.md"), "utf8"), toolsReference());
  });

  it("have each a name of its own and a closed schema", () => {
    assert.equal(new Set(tools.map(({ name }) => name)).size, tools.length);
    assert.deepEqual(tools.filter(({ parameters }) => parameters["type"] !== "object" || parameters["additionalProperties"] !== false), []);
  });
});
