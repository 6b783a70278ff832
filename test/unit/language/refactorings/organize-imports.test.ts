import assert from "node:assert/strict";
import { publishedPackage } from "../../../support/published-package.ts";
import { type Files, refactorFiles } from "../../../support/refactor.ts";

const organize = async (files: Files): Promise<Files> => (await refactorFiles(files, { name: "organize_imports" })).files;

describe("organizing imports", () => {
  it("sorts, merges and removes them", async () => {
    const files = { "a.ts": 'import { z, b } from "./z.js";\nimport { a } from "./a2.js";\nimport { unused } from "./u.js";\nimport { c } from "./z.js";\n\nconsole.log(a, b, c, z);\n', "a2.ts": "export const a = 1;\n", "z.ts": "export const b = 1, c = 2, z = 3;\n", "u.ts": "export const unused = 1;\n" };
    assert.equal((await organize(files))["a.ts"], 'import { a } from "./a2.js";\nimport { b, c, z } from "./z.js";\n\nconsole.log(a, b, c, z);\n');
  });

  it("moves nothing over an import for side effects, and adds no blank lines", async () => {
    const files = { "a.mjs": 'import { z } from "./z.mjs";\nimport "./setup.mjs";\nimport { b } from "./b.mjs";\nimport { a } from "./a2.mjs";\nz(a, b);\n' };
    assert.equal((await organize(files))["a.mjs"], 'import { z } from "./z.mjs";\nimport "./setup.mjs";\nimport { a } from "./a2.mjs";\nimport { b } from "./b.mjs";\nz(a, b);\n');
  });

  it("keeps what only JSX or a JSDoc type uses, and CRLF", async () => {
    const files = { "a.jsx": 'import React from "react";\r\nimport { Props } from "./props.js";\r\n/** @type {Props} */\r\nexport const p = {};\r\nexport const x = <div />;\r\n' };
    assert.equal((await organize(files))["a.jsx"], 'import React from "react";\r\nimport { Props } from "./props.js";\r\n/** @type {Props} */\r\nexport const p = {};\r\nexport const x = <div />;\r\n');
  });

  it("leaves a file with a syntax error alone, says so, and does the others", async () => {
    const files = { "bad.mjs": 'import { b, a } from "./x.mjs";\nfunction (\n', "good.mjs": 'import { b, a } from "./x.mjs";\na(b);\n' };
    const result = await refactorFiles(files, { name: "organize_imports" });
    assert.equal(result.files["bad.mjs"], files["bad.mjs"]);
    assert.equal(result.files["good.mjs"], 'import { a, b } from "./x.mjs";\na(b);\n');
    assert.match(result.notes.join("\n"), /bad\.mjs.*syntax error in line 2/);
  });

  it("does nothing the second time, in published code", async () => {
    const once = await organize(publishedPackage("yaml", /^browser\/dist\/.*\.js$/));
    assert.deepEqual(await organize(once), once);
  });
});
