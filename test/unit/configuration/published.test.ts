import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { checkSource } from "../../../engine/configuration/check.ts";
import { configurationJsonSchema } from "../../../engine/configuration/json-schema.ts";
import { sampleConfiguration } from "../../../engine/configuration/sample.ts";
import { valueSource } from "../../../engine/configuration/source.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

describe("what is published of the configuration", () => {
  it("includes a JSON Schema that is current (node scripts/config-schema.ts writes it)", async () => {
    assert.equal(await read("docs/config.schema.json"), configurationJsonSchema());
  });

  it("binds that schema to the files' names, so that editors complete them", async () => {
    assert.match(await read("package.json"), /"yamlValidation": \[\s*\{\s*"fileMatch": "\*\*\/\.unified-dgm\/config\.yaml",\s*"url": "\.\/docs\/config\.schema\.json"/);
  });

  it("includes a sample that holds without a fault once its comments are taken away", () => {
    const bare = sampleConfiguration.split("\n").filter((line) => line.startsWith("# ") && !line.startsWith("# Unified")).map((line) => line.slice(2)).join("\n");
    assert.deepEqual(checkSource(valueSource("sample", parse(bare))).problems, []);
    assert.equal(parse(sampleConfiguration), null);
  });

  it("includes examples in the documentation that hold without a fault", async () => {
    const examples = [...(await read("docs/configuration.md")).matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
    assert.ok(examples.length > 0);
    for (const text of examples) assert.deepEqual(checkSource(valueSource("docs", parse(text))).problems, []);
  });
});
