import assert from "node:assert/strict";
import { isUserError } from "../../../../engine/errors.ts";
import { publishedPackage } from "../../../support/published-package.ts";
import { type Files, refactorFiles } from "../../../support/refactor.ts";

const rename = async (files: Files, from: string, to: string, path?: string): Promise<Files> => (await refactorFiles(files, { name: "rename_symbol", from, to, ...(path === undefined ? {} : { path }) })).files;

describe("renaming a symbol", () => {
  it("follows it through imports, re-exports and uses, and keeps what objects are made of", async () => {
    const files = {
      "a.ts": "export function load(): number { return 1; }\n",
      "b.ts": 'import { load } from "./a.js";\nexport { load } from "./a.js";\nexport const api = { load, twice: load() * 2 };\n',
      "c.ts": 'import { api, load as get } from "./b.js";\napi.load();\nget();\n',
    };
    assert.deepEqual(await rename(files, "load", "fetchAll"), {
      "a.ts": "export function fetchAll(): number { return 1; }\n",
      "b.ts": 'import { fetchAll } from "./a.js";\nexport { fetchAll } from "./a.js";\nexport const api = { load: fetchAll, twice: fetchAll() * 2 };\n',
      "c.ts": 'import { api, fetchAll as get } from "./b.js";\napi.load();\nget();\n',
    });
  });

  it("follows it through CommonJS exports and requires, CRLF kept", async () => {
    const files = {
      "lib/a.js": "'use strict';\r\nfunction load() {}\r\nmodule.exports = { load };\r\n",
      "b.js": "const { load } = require('./lib/a');\nload();\nrequire('./lib/a').load();\n",
      "c.js": "exports.load = function load() { return exports.load; };\n",
    };
    assert.deepEqual(await rename(files, "lib/a.js#load", "read"), {
      "lib/a.js": "'use strict';\r\nfunction read() {}\r\nmodule.exports = { read };\r\n",
      "b.js": "const { read } = require('./lib/a');\nread();\nrequire('./lib/a').read();\n",
      "c.js": files["c.js"],
    });
  });

  it("takes a script's function for the workspace's own, though a dependency's comment links to that name by chance", async () => {
    assert.deepEqual(await rename({ "a.js": "function add(a, b) {\n  return a + b;\n}\nconsole.log(add(1, 2));\n" }, "add", "plus"), { "a.js": "function plus(a, b) {\n  return a + b;\n}\nconsole.log(plus(1, 2));\n" });
  });

  it("renames the local names of default imports with it", async () => {
    const files = { "foo.mjs": "export default function foo() {}\n", "b.mjs": 'import foo from "./foo.mjs";\nfoo();\n' };
    assert.deepEqual(await rename(files, "foo", "bar"), { "foo.mjs": "export default function bar() {}\n", "b.mjs": 'import bar from "./foo.mjs";\nbar();\n' });
  });

  it("renames a method in the class, those that extend it, and the interface", async () => {
    const files = { "a.ts": "interface Shape { area(): number }\nclass Square implements Shape { area() { return 1; } }\nclass Big extends Square { override area() { return 2; } }\nconst area = 3;\nnew Big().area();\nexport { area };\n" };
    assert.deepEqual(await rename(files, "Square.area", "size"), { "a.ts": "interface Shape { size(): number }\nclass Square implements Shape { size() { return 1; } }\nclass Big extends Square { override size() { return 2; } }\nconst area = 3;\nnew Big().size();\nexport { area };\n" });
  });

  it("names the places that it cannot tell apart", async () => {
    const { notes } = await refactorFiles({ "a.js": "class A { foo() {} }\nfunction use(x) { return x.foo(); }\nuse(new A());\n" }, { name: "rename_symbol", from: "A.foo", to: "bar" });
    assert.match(notes.join("\n"), /unknown type.*a\.js:2/);
  });

  const refusals: readonly (readonly [what: string, files: Files, from: string, to: string, message: RegExp])[] = [
    ["a name that two things have, with their places", { "a.js": "function f() {}\nexports.x = f;\n", "b.js": "let f = 1;\nexports.y = f;\n" }, "f", "g", /ambiguous.*a\.js:1.*b\.js:1/],
    ["a name that nothing declares", { "a.js": "exports.x = 1;\n" }, "y", "z", /Nothing in the workspace declares y/],
    ["a new name that is none", { "a.js": "function f() {}\nexports.x = f;\n" }, "f", "a-b", /not a name/],
    ["a reserved word", { "a.js": "function f() {}\nexports.x = f;\n" }, "f", "class", /reserved/],
    ["a new name that is taken in the same scope", { "a.ts": "export let f = 1;\nexport let g = 2;\n" }, "f", "g", /already means something/],
    ["a new name that an inner scope would catch", { "a.js": "function f() {}\nfunction h(g) { return f(g); }\nexports.h = h;\n" }, "f", "g", /already means something/],
    ["a new name that would catch a global", { "a.js": "function f() {}\nexports.x = () => { f(); return parseInt('1'); };\n" }, "f", "parseInt", /already means something/],
    ["a member that its class has already", { "a.js": "class A { f() {} g() {} }\nexports.A = A;\n" }, "A.f", "g", /already means something/],
  ];
  for (const [what, files, from, to, message] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(rename(files, from, to), (error) => isUserError(error) && message.test(error.message));
    });
  }

  it("there and back gives the same bytes in published code", async () => {
    const cases: readonly (readonly [name: string, only: RegExp, symbol: string])[] = [
      ["qs", /^lib\/.*\.js$/, "lib/utils.js#arrayToObject"],
      ["qs", /^lib\/.*\.js$/, "lib/utils.js#encode"],
      ["minimist", /^index\.js$/, "isConstructorOrProto"],
      ["yaml", /^dist\/.*\.js$/, "dist/nodes/Node.js#NodeBase"],
    ];
    for (const [name, only, symbol] of cases) {
      const files = publishedPackage(name, only);
      const there = await rename(files, symbol, "renamedForATest");
      assert.notDeepEqual(there, files, symbol);
      const back = await rename(there, symbol.replace(/[^#]+$/, "renamedForATest"), symbol.replace(/^.*#/, ""));
      assert.deepEqual(back, files, symbol);
    }
  });
});
