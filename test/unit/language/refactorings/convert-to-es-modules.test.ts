import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { publishedPackage } from "../../../support/published-package.ts";
import { type Files, refactorFiles, writeFiles } from "../../../support/refactor.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const convert = (files: Files, paths?: string[]) => refactorFiles(files, { name: "convert_to_es_modules", ...(paths === undefined ? {} : { paths }) });
const MANIFEST = '{\n  "name": "x",\n  "version": "1.0.0",\n  "main": "index"\n}\n';

/** What a script prints that runs among the files. */
async function run(files: Files, script: string, arguments_: readonly string[] = []): Promise<string> {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {}, files);
  return execFileSync(process.execPath, [script, ...arguments_], { cwd: folder.path, encoding: "utf8" });
}

describe("converting to ES modules", () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ["a function", "module.exports = function add(a, b) { return a + b; };\n", "export default function add(a, b) { return a + b; }\n"],
    ["a list of names, comments kept", "const a = 1;\nfunction b() {}\nmodule.exports = {\n  a,\n  // the second\n  c: b,\n};\n", "const a = 1;\nfunction b() {}\nexport {\n  a,\n  // the second\n  b as c,\n};\n"],
    ["exports one by one, and uses of them", "'use strict';\n\nexports.a = 1;\nexports.b = function () { return exports.a; };\n", "export const a = 1;\nexport function b() { return a; }\n"],
    ["a name that cannot be one", "exports.delete = () => 1;\n", "const deleteExport = () => 1;\nexport { deleteExport as delete };\n"],
    ["more than a value", "function f() {}\nmodule.exports = f;\nmodule.exports.g = 1;\n", "function f() {}\nexport default f;\nf.g = 1;\n"],
    ["exports that are made at run time", "for (const name of ['a']) exports[name] = 1;\n", "const m = {};\n\nfor (const name of ['a']) m[name] = 1;\n\nexport default m;\n"],
    ["CRLF", "const fs = require('fs');\r\nexports.a = fs;\r\n", "import fs from 'fs';\r\nexport { fs as a };\r\n"],
    ["Node.js's modules by name", "var fs = require('fs'), { join, sep: s } = require('node:path');\nexports.a = [fs, join, s];\n", "import fs from 'fs';\nimport { join, sep as s } from 'node:path';\nexport const a = [fs, join, s];\n"],
    ["a call of what is required", "const debug = require('debug')('x');\nexports.a = debug;\n", "import debugModule from 'debug';\nconst debug = debugModule('x');\nexport { debug as a };\n"],
    ["JSON", "exports.a = require('./package.json').version;\n", "import packageModule from './package.json' with { type: 'json' };\nexport const a = packageModule.version;\n"],
    ["its own place", "exports.a = [__dirname, __filename];\n", "export const a = [import.meta.dirname, import.meta.filename];\n"],
    ["what is required on demand", "exports.a = () => require('left-pad');\n", "import { createRequire } from \"node:module\";\n\nconst require = createRequire(import.meta.url);\n\nexport const a = () => require('left-pad');\n"],
  ];
  for (const [what, before, after] of cases) it(`converts ${what}`, async () => {
    assert.equal((await convert({ "package.json": MANIFEST, "m.js": before })).files["m.js"], after);
  });

  it("says so in package.json, and nothing else", async () => {
    const { files } = await convert({ "package.json": MANIFEST, "index.js": "exports.a = 1;\n" });
    assert.equal(files["package.json"], '{\n  "name": "x",\n  "version": "1.0.0",\n  "type": "module",\n  "main": "index"\n}\n');
  });

  it("imports a module as it exports, with its file's name", async () => {
    const { files } = await convert({
      "package.json": MANIFEST,
      "names.js": "exports.a = 1;\nexports.b = 2;\n",
      "value.js": "module.exports = class {};\n",
      "folder/index.js": "module.exports = { c: 3 };\n",
      "use.js": "const names = require('./names');\nconst { a, b: two } = require('./names');\nconst Value = require('./value');\nconst { c } = require('./folder');\nrequire('./folder');\nexports.x = [names.a, a, two, Value, c];\n",
    });
    assert.equal(files["use.js"], "import * as names from './names.js';\nimport { a, b as two } from './names.js';\nimport Value from './value.js';\nimport { c } from './folder/index.js';\nimport './folder/index.js';\nexport const x = [names.a, a, two, Value, c];\n");
  });

  it("keeps one exports object where somebody changes it", async () => {
    const files = { "package.json": MANIFEST, "a.js": "exports.f = () => 1;\nexports.g = () => exports.f();\n", "b.js": "const a = require('./a');\na.f = () => 2;\nconsole.log(a.g());\n" };
    assert.equal(await run((await convert(files)).files, "b.js"), await run(files, "b.js"));
  });

  it("names .cjs what cannot be a module, and lets everything find it", async () => {
    const files = { "package.json": MANIFEST, "old.js": "with (Math) { module.exports = max(1, 2); }\n", "global.js": "leaked = 1;\nmodule.exports = 2;\n", "use.js": "console.log(require('./old'), require('./global'));\n" };
    const result = await convert(files);
    assert.deepEqual(Object.keys(result.files).sort(), ["global.cjs", "old.cjs", "package.json", "use.js"]);
    assert.equal(await run(result.files, "use.js"), "2 2\n");
    assert.match(result.notes.join("\n"), /global\.cjs stays CommonJS: it assigns to leaked/);
    assert.match(result.notes.join("\n"), /old\.cjs stays CommonJS/);
  });

  it("converts a folder alone, which then says what it is, and the rest still loads it", async () => {
    const files = { "package.json": MANIFEST, "lib/a.js": "module.exports = (x) => x + 1;\n", "lib/b.js": "exports.y = require('./a')(1);\n", "use.js": "console.log(require('./lib/a')(1), require('./lib/b').y);\n", "other.js": "exports.z = 1;\n", "third.js": "exports.z = 1;\n" };
    const { files: after } = await convert(files, ["lib"]);
    assert.equal(after["package.json"], MANIFEST);
    assert.equal(after["lib/package.json"], '{\n  "type": "module"\n}\n');
    assert.equal(await run(after, "use.js"), "2 2\n");
  });

  it("leaves ES modules, syntax errors and compiled files alone", async () => {
    const files = { "package.json": MANIFEST, "a.mjs": "export const a = 1;\n", "bad.js": "module.exports = {;\n", "compiled.js": 'Object.defineProperty(exports, "__esModule", { value: true });\nexports.a = 1;\n' };
    const result = await convert(files);
    assert.deepEqual(result.edits, []);
    assert.match(result.notes.join("\n"), /bad\.js was left alone: it has a syntax error/);
  });

  it("keeps #! in the first line, and a program knows that it is the main one", async () => {
    const { files } = await convert({ "package.json": MANIFEST, "cli.js": "#!/usr/bin/env node\n'use strict';\nif (require.main === module) console.log('main');\n" });
    assert.ok(files["cli.js"]?.startsWith("#!/usr/bin/env node\n"));
    assert.equal(await run(files, "cli.js"), "main\n");
  });

  it("gives published packages that load in Node.js and do the same, imported and required", async () => {
    const uses: readonly (readonly [name: string, only: RegExp, entry: string, use: string])[] = [
      ["minimist", /^(?:index\.js|package\.json)$/, "index.js", "loaded(['--a', '1', '--no-b', 'c'])"],
      ["yaml", /^(?:dist\/.*\.js|package\.json)$/, "dist/index.js", "loaded.stringify(loaded.parse('a: [1, {b: 2}] # c'))"],
      ["yallist", /^(?:dist\/commonjs\/.*\.js|yallist\.js|iterator\.js|package\.json)$/, "yallist.js", "1"],
    ];
    for (const [name, only, entry, use] of uses) {
      const before = publishedPackage(name, only);
      if (before[entry] === undefined) continue;
      const { files: after, summary } = await convert(before);
      assert.match(summary, /^Converted/, name);
      const print = `console.log(JSON.stringify(${use}));\n`;
      const expected = await run({ ...before, "use.cjs": `const loaded = require("./${entry}");\n${print}` }, "use.cjs");
      assert.equal(await run({ ...after, "use.mjs": `import * as all from "./${entry}";\nconst loaded = all.default ?? all;\n${print}` }, "use.mjs"), expected, `${name}, imported`);
      assert.equal(await run({ ...after, "use.cjs": `const loaded = require("./${entry}");\n${print}` }, "use.cjs"), expected, `${name}, required`);
    }
  });
});
