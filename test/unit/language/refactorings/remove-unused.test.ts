import assert from "node:assert/strict";
import { publishedPackage } from "../../../support/published-package.ts";
import { refactorFiles } from "../../../support/refactor.ts";

const clean = async (text: string, others: Readonly<Record<string, string>> = {}, name = "a.js"): Promise<string | undefined> => (await refactorFiles({ [name]: text, ...others }, { name: "remove_unused" })).files[name];

describe("removing unused code", () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ["a function with its comment, and what only it used", "/** Doc. */\nfunction a() { return b(); }\n\nfunction b() {}\n\nexports.c = 1;\n", "exports.c = 1;\n"],
    ["one of several declarators", "const a = 1, b = 2, c = 3;\nexports.b = b;\n", "const b = 2;\nexports.b = b;\n"],
    ["names taken out of an object", "const { a, b, c } = require('./b');\nexports.b = b;\n", "const { b } = require('./b');\nexports.b = b;\n"],
    ["the variable, not what its value does", "const a = start();\nfunction start() { return 1; }\nexports.b = 1;\n", "start();\nfunction start() { return 1; }\nexports.b = 1;\n"],
    ["nothing of a destructuring whose rest would change", "const { a, ...rest } = process.env;\nexports.rest = rest;\n", "const { a, ...rest } = process.env;\nexports.rest = rest;\n"],
    ["no parameter", "exports.f = function (a, b) { return b; };\n", "exports.f = function (a, b) { return b; };\n"],
    ["nothing that a comment keeps", "// eslint-disable-next-line no-unused-vars\nconst a = 1;\nexports.b = 1;\n", "// eslint-disable-next-line no-unused-vars\nconst a = 1;\nexports.b = 1;\n"],
    ["nothing that evaluated text may use", "const a = 1;\nexports.b = (code) => eval(code);\n", "const a = 1;\nexports.b = (code) => eval(code);\n"],
    ["no class that does something when it is made", "class A { static x = console.log(1); }\nexports.b = 1;\n", "class A { static x = console.log(1); }\nexports.b = 1;\n"],
    ["nothing global", "function a() {}\nvar b = 1;\n", "function a() {}\nvar b = 1;\n"],
    ["CRLF lines whole", "const a = 1;\r\nconst b = 2;\r\nexports.b = b;\r\n", "const b = 2;\r\nexports.b = b;\r\n"],
  ];
  for (const [what, before, after] of cases) it(`removes ${what}`, async () => {
    assert.equal(await clean(before, { "b.js": "exports.a = exports.b = exports.c = 1;\n" }), after);
  });

  it("removes imports and types of TypeScript", async () => {
    const text = 'import x, { type T, y } from "./d.js";\nimport * as all from "./d.js";\ntype Unused = string;\ninterface Unused2 { a: T }\nenum E { A }\nexport const q: T = 1;\n';
    assert.equal(await clean(text, { "d.ts": "export type T = number; export const y = 1; export default 2;\n" }, "a.ts"), 'import { type T } from "./d.js";\nexport const q: T = 1;\n');
  });

  it("keeps loading a module of the workspace that does something when it is loaded", async () => {
    const others = { "loud.mjs": "console.log(1);\nexport const a = 1;\n", "quiet.mjs": "export const b = 1;\n" };
    assert.equal(await clean('import { a } from "./loud.mjs";\nimport { b } from "./quiet.mjs";\nexport const c = 1;\n', others, "a.mjs"), 'import "./loud.mjs";\nexport const c = 1;\n');
  });

  it("removes only imports where only these are asked for", async () => {
    const result = await refactorFiles({ "a.js": "const fs = require('fs');\nconst a = 1;\nexports.b = 1;\n" }, { name: "remove_unused", only: "imports" });
    assert.equal(result.files["a.js"], "const a = 1;\nexports.b = 1;\n");
  });

  it("finds published code clean the second time", async () => {
    const once = await refactorFiles(publishedPackage("qs", /^(?:lib|test)\/.*\.js$/), { name: "remove_unused" });
    assert.deepEqual((await refactorFiles(once.files, { name: "remove_unused" })).edits, []);
  });
});
