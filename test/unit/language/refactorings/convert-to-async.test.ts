import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { refactorFiles } from "../../../support/refactor.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const convert = async (text: string): Promise<string | undefined> => (await refactorFiles({ "a.js": text }, { name: "convert_to_async" })).files["a.js"];

describe("converting to async functions", () => {
  it("turns a returned chain into await, try and catch", async () => {
    const before = "const { readFile } = require('fs').promises;\nfunction load(path) {\n  return readFile(path).then(function (text) { return JSON.parse(text); }).catch(() => null);\n}\nmodule.exports = load;\n";
    assert.equal(await convert(before), "const { readFile } = require('fs').promises;\nasync function load(path) {\n  try {\n    const text = await readFile(path);\n    return JSON.parse(text);\n  } catch {\n    return null;\n  }\n}\nmodule.exports = load;\n");
  });

  it("gives code that does the same", async () => {
    const before = "const later = (x) => Promise.resolve(x);\nfunction both(a, b) {\n  return later(a).then((x) => later(b).then((y) => x + y));\n}\nfunction failing() {\n  return Promise.reject(new Error('no')).catch((error) => error.message).then((message) => message + '!');\n}\nmodule.exports = Promise.all([both(1, 2), failing()]);\n";
    const after = (await convert(before)) ?? "";
    assert.match(after, /async function both/);
    assert.match(after, /async function failing/);
    await using folder = await temporaryFolder({ "before.cjs": before, "after.cjs": after });
    const load = createRequire(import.meta.url);
    const results: unknown[] = await Promise.all(["before", "after"].map((name) => load(join(folder.path, `${name}.cjs`)) as unknown));
    assert.deepEqual(results, [[3, "no!"], [3, "no!"]]);
  });

  it("leaves chains that are not returned", async () => {
    const text = "function go(p) {\n  p.then((x) => console.log(x));\n}\nmodule.exports = go;\n";
    assert.equal(await convert(text), text);
  });

  it("says so where there is nothing to convert", async () => {
    assert.match((await refactorFiles({ "a.js": "exports.a = 1;\n" }, { name: "convert_to_async" })).summary, /No function/);
  });
});
