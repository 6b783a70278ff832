import assert from "node:assert/strict";
import { outputOf } from "../../../../engine/models/output.ts";
import { isStrict } from "../../../../engine/models/providers/strict-schema.ts";

const text = { type: "string" };
const object = (properties: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false, ...more });

describe("a schema", () => {
  it("is strict where every property is required and none besides is allowed, at every depth", () => {
    assert.equal(isStrict(object({ a: text, list: { type: "array", items: object({ b: { type: ["string", "null"], enum: ["x", null] } }) }, either: { anyOf: [text, object({ c: text })] } })), true);
  });

  for (const [what, schema] of [
    ["an optional property", object({ a: text }, { required: [] })],
    ["room for other properties", object({ a: text }, { additionalProperties: true })],
    ["nothing said of other properties", { type: "object", properties: { a: text }, required: ["a"] }],
    ["no properties", object({})],
    ["an optional property further down", object({ list: { type: "array", items: object({ b: text }, { required: [] }) } })],
    ["a keyword that strict schemas do not know", object({ a: { type: "string", minLength: 1 } })],
    ["a property of any type", object({ a: {} })],
    ["an open object that may be missing", object({ a: { type: ["object", "null"] } })],
    ["a reference", object({ a: { $ref: "#/$defs/a" } })],
  ] as const) {
    it(`is not strict with ${what}`, () => {
      assert.equal(isStrict(schema), false);
    });
  }

  it("of an analysis is strict, that of a plan is not: its steps need no command", () => {
    assert.equal(isStrict(outputOf({ stage: "analyze", request: "r" })?.schema), true);
    assert.equal(isStrict(outputOf({ stage: "plan", request: "r", relevant: [] })?.schema), false);
  });
});
