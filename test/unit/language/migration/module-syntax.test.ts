import assert from "node:assert/strict";
import { toModuleSyntax } from "../../../../engine/language/migration/to-module-syntax.ts";

const convert = (text: string): string => toModuleSyntax("lib/some-file.js", text).text;

const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  ["imports a required module under its name", 'var a = require("a");\na();\n', 'import a = require("a");\na();\n'],
  ["keeps a required module that is never used, for its effects", "var a = require('a');\n", "import 'a';\n"],
  ["imports a module that is required for its effects alone", 'require("./setup")\n', 'import "./setup"\n'],
  ["takes several declarators apart, in their order", 'var a = require("a"), b = 1;\na(b);\n', 'import a = require("a");\nvar b = 1;\na(b);\n'],
  ["imports members of Node.js's own modules by name", "const { join, sep: separator } = require('path')\njoin(separator)\n", "import { join, sep as separator } from 'path'\njoin(separator)\n"],
  ["leaves members of other modules bound when they were", 'const { x } = require("y");\nx();\n', 'import y = require("y");\nconst { x } = y;\nx();\n'],
  ["imports before a statement what it requires in an expression", 'var x = require("./a-b").c("d");\nx();\n', 'import aB = require("./a-b");\nvar x = aB.c("d");\nx();\n'],
  ["leaves a require that may never run, and gives it the module's type", 'function f() { return require("a").b; }\n', 'function f() { return (require("a") as typeof import("a")).b; }\n'],
  ["leaves a require whose variable is assigned again", 'var a = require("a");\na = 1;\n', 'import aModule = require("a");\nvar a = aModule;\na = 1;\n'],
  ["exports one thing so that a consumer's require gets it", "module.exports = function () {};\n", "export = function () {};\n"],
  ["exports named members by name", "exports.a = 1;\nexports.b = exports.a + 1;\n", "export const a = 1;\nexport const b = a + 1;\n"],
  ["exports a declared function under its own name", "function f() {}\nexports.f = f;\n", "function f() {}\nexport { f };\n"],
  ["renames what would hide a name that the file uses", "exports.name = function (name) { return name; };\n", "const nameExport = function (name) { return name; };\n\nexport { nameExport as name };\n"],
  ["adds members to an exported function", "module.exports = f;\nfunction f() {}\nmodule.exports.g = 1;\n", "function f() {}\nf.g = 1;\n\nexport = f;\n"],
  ["names an exported object that gets more members", "exports = module.exports = {};\nexports.a = 1;\n", "const exported = {};\nexported.a = 1;\n\nexport = exported;\n"],
  ["exports early where modules may load each other in a circle", 'module.exports = f;\nfunction f() {}\nvar b = require("./b");\nb();\n', 'module.exports = f;\nfunction f() {}\nimport b = require("./b");\nb();\n\nexport = f;\n'],
  ["does nothing to a file that has ES modules already", 'import a from "a";\nexport default a;\n', 'import a from "a";\nexport default a;\n'],
  ["keeps Windows line endings", 'var a = require("a"),\r\n  b = require("b");\r\na(b);\r\n', 'import a = require("a");\r\nimport b = require("b");\r\na(b);\r\n'],
  ["keeps the line that makes a file executable", '#!/usr/bin/env node\nrequire("a")();\n', '#!/usr/bin/env node\nimport a = require("a");\na();\n'],
];

describe("module syntax", () => {
  for (const [name, before, after] of cases) it(name, () => { assert.equal(convert(before), after); });

  it("leaves exports that depend on the module system, and says so", () => {
    const { text, notes } = toModuleSyntax("a.js", 'if (typeof module !== "undefined") module.exports = 1;\n');
    assert.equal(text, 'if (typeof module !== "undefined") module.exports = 1;\n');
    assert.match(notes.join(), /which module system/);
  });
});
