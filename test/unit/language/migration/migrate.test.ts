import assert from "node:assert/strict";
import ts from "typescript";
import { migrateToTypeScript, type MigrationResult } from "../../../../engine/language/migration/migrate.ts";
import { toModuleSyntax } from "../../../../engine/language/migration/to-module-syntax.ts";

type Files = Readonly<Record<string, string>>;

async function migrate(files: Files, paths?: readonly string[]): Promise<MigrationResult> {
  const source = { list: () => Object.keys(files).filter((path) => !path.startsWith("node_modules/")), read: (path: string) => files[path] };
  const result = await migrateToTypeScript({ source, progress: () => undefined }, { paths, searchMilliseconds: 4000 });
  assert.equal(result.report.errorsLeft, 0);
  return result;
}

function textOf(result: MigrationResult, path: string): string {
  const edit = result.edits.find((one) => (one.kind === "move" ? one.to : one.path) === path);
  assert.ok(edit !== undefined && edit.kind !== "delete", `no edit makes ${path}`);
  return edit.text;
}

const migrateText = async (text: string, more: Files = {}): Promise<string> => textOf(await migrate({ "index.js": text, ...more }), "index.ts");

/** The JavaScript that a text compiles to. */
const erased = (text: string): string => ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.CommonJS } }).outputText;

describe("a migrated file", () => {
  it("types parameters by the calls in the code and its tests", async () => {
    const text = await migrateText("module.exports = function add(a, b) { return a + b; };\n", { "test/add.js": "require('../')(1, 2);\n" });
    assert.equal(text, "export = function add(a: number, b: number) { return a + b; };\n");
  });

  it("takes types from JSDoc first", async () => {
    const text = await migrateText("/**\n * @param {string|number} id\n * @param {Array.<string>} names\n */\nexports.f = function (id, names) { return names.length + String(id); };\n");
    assert.match(text, /function \(id: string \| number, names: .*string.*\)/);
  });

  it("makes a parameter optional that callers leave out", async () => {
    assert.match(await migrateText("function f(a, b) { return b ? a : 1; }\nexports.x = f(1);\nexports.y = f(1, true);\n"), /f\(a: number, b\?: boolean( \| undefined)?\)/);
  });

  it("gives a dictionary its values' type", async () => {
    assert.match(await migrateText("var seen = {};\nexports.add = function (key) { seen[key] = true; return seen[String(key)]; };\n"), /Record<string, boolean>/);
  });

  it("gives an object the members that it gets later", async () => {
    const text = await migrateText("var state = { name: 'a' };\nstate.count = 1;\nexports.next = function () { state.count += 1; return state.count; };\n");
    assert.match(text, /count\??: number/);
    assert.doesNotMatch(text, /\bany\b/);
  });

  it("declares the members that a class only assigns", async () => {
    const text = await migrateText("class Point {\n  constructor(x) { this.x = x; this.label = null; }\n  name() { this.label = 'p'; return this.label; }\n}\nmodule.exports = Point;\nnew Point(1);\n");
    assert.match(text, /declare x: number;/);
    assert.match(text, /declare label: string \| null;/);
  });

  it("asserts what may be null instead of changing what runs", async () => {
    assert.match(await migrateText("exports.first = function () { return 'a=b'.match(/=(.)/)[1]; };\n"), /\.match\(\/=\(\.\)\/\)!\[1\]/);
  });

  it("keeps constructor functions and their prototypes", async () => {
    const before = "function Dog(name) { this.name = name; }\nDog.prototype.bark = function () { return this.name; };\nmodule.exports = Dog;\nnew Dog('a').bark();\n";
    assert.equal(erased(await migrateText(before)), erased(toModuleSyntax("index.js", before).text));
  });

  it("keeps functions that use arguments and this", async () => {
    const before = "exports.f = function (a) { return [].slice.call(arguments, 1).concat(this.list, a); };\nexports.f.call({ list: [] }, 1, 2);\n";
    assert.equal(erased(await migrateText(before)), erased(toModuleSyntax("index.js", before).text));
  });

  it("names a long object type instead of repeating it", async () => {
    const members = Array.from({ length: 12 }, (_, index) => `member${index}: ${index}`).join(", ");
    const text = await migrateText(`var path = require("path");\nfunction f(options) { return path.join(String(options.member1)); }\nfunction g(options) { return f(options); }\nexports.x = g({ ${members} });\n`);
    assert.match(text, /^import path = require\("path"\);\n\ntype Options = \{\n {2}member0: number;/);
    assert.match(text, /function f\(options: Options\)/);
    assert.match(text, /function g\(options: Options\)/);
  });

  it("declares names that only another environment has", async () => {
    assert.match(await migrateText("exports.x = typeof someGlobal === 'undefined' ? 0 : someGlobal.y;\n"), /declare const someGlobal: any;/);
  });

  it("does not need a semicolon to keep an assertion apart from the line before", async () => {
    const before = "const a = {}\nfunction f (x) { return x }\nf(1)\na.b.c = 2\nmodule.exports = a\n";
    assert.equal(erased(await migrateText(before)).replaceAll(";", ""), erased(toModuleSyntax("index.js", before).text).replaceAll(";", ""));
  });

  it("suppresses at the very last, with the reason, and reports it", async () => {
    const { report } = await migrate({ "index.js": 'var x = require("./missing");\nexports.y = x;\n' });
    assert.deepEqual(report.suppressions.map(({ code }) => code), [2307]);
  });

  it("keeps Windows line endings", async () => {
    const text = await migrateText("function f(a) {\r\n  return a;\r\n}\r\nmodule.exports = f;\r\nf(1);\r\n");
    assert.equal(text, "function f(a: number) {\r\n  return a;\r\n}\r\nexport = f;\r\nf(1);\r\n");
  });

  it("keeps the line that makes a file executable, and its directive", async () => {
    assert.match(await migrateText("#!/usr/bin/env node\n'use strict';\nvar fs = require('fs');\nfs.existsSync('a');\n"), /^#!\/usr\/bin\/env node\n'use strict';\nimport fs = require\('fs'\);\n/);
  });

  it("may be empty", async () => {
    assert.equal(await migrateText(""), "");
  });

  it("may have ES modules and JSX", async () => {
    const result = await migrate({ "package.json": '{"type":"module"}', "a.mjs": "export const a = (x) => x;\na(1);\n", "b.jsx": "export const B = () => <b>hi</b>;\n" });
    assert.equal(textOf(result, "a.mts"), "export const a = (x: number) => x;\na(1);\n");
    assert.match(textOf(result, "b.tsx"), /<b>hi<\/b>/);
  });
});

describe("a file that is left alone", () => {
  const good = { "good.js": "exports.a = 1;\n" };
  const notesFor = async (files: Files): Promise<string> => {
    const result = await migrate({ ...good, ...files });
    assert.deepEqual(result.edits.filter((edit) => edit.kind === "move").map((edit) => edit.from), ["good.js"]);
    return result.notes.join("\n");
  };

  it("has a syntax error", async () => { assert.match(await notesFor({ "bad.js": "var = ;\n" }), /bad\.js stays JavaScript: it has a syntax error in line 1/); });
  it("is huge", async () => { assert.match(await notesFor({ "huge.js": "var a = 1;\n".repeat(100_000) }), /huge\.js stays JavaScript: it is larger than 1 MB/); });
  it("is minified", async () => { assert.match(await notesFor({ "min.js": `var a = [${"1,".repeat(3000)}1];\n` }), /min\.js stays JavaScript: it is minified/); });
  it("would not work in strict mode", async () => { assert.match(await notesFor({ "old.js": "exports.f = function () { return arguments.callee; };\n" }), /old\.js stays JavaScript: it uses arguments\.callee/); });
  it("has a TypeScript twin", async () => { assert.match(await notesFor({ "twin.js": "exports.a = 1;\n", "twin.ts": "export const a = 1;\n" }), /twin\.js stays JavaScript: twin\.ts exists already/); });
  it("is a test or a configuration", async () => { assert.equal((await migrate({ ...good, "test/a.js": "require('../good');\n", "eslint.config.js": "module.exports = [];\n" })).edits.filter((edit) => edit.kind === "move").length, 1); });

  it("is refused with a reason when there is no other", async () => {
    await assert.rejects(migrate({ "bad.js": "var = ;\n" }), /no JavaScript file here that can be migrated.*syntax error/s);
  });

  it("may be required by one that is migrated", async () => {
    const result = await migrate({ "index.js": "var old = require('./old');\nexports.x = old.f();\n", "old.js": "exports.f = function () { return arguments.callee; };\n" });
    assert.deepEqual(result.report.suppressions, []);
    assert.match(textOf(result, "old.d.ts"), /declare const value: any/);
  });
});

describe("a migration", () => {
  it("ends when it is canceled", async () => {
    const source = { list: () => ["a.js"], read: (path: string) => (path === "a.js" ? "exports.f = function (a) { return a; };\n" : undefined) };
    await assert.rejects(migrateToTypeScript({ source, progress: () => undefined, signal: AbortSignal.abort(new Error("stop")) }), /stop/);
  });

  it("adds what a build needs to package.json and leaves the rest of it as it was", async () => {
    const before = '{\n\t"name": "a",\n\t"main": "index.js",\n\t"keywords": ["x", "y"],\n\t"scripts": {\n\t\t"test": "tape test"\n\t}\n}\n';
    const after = textOf(await migrate({ "package.json": before, "index.js": "module.exports = 1;\n" }), "package.json");
    assert.equal(after, '{\n\t"name": "a",\n\t"main": "index.js",\n\t"keywords": ["x", "y"],\n\t"scripts": {\n\t\t"test": "tape test",\n\t\t"build": "tsc -p .",\n\t\t"prepare": "npm run build",\n\t\t"pretest": "npm run build"\n\t},\n\t"types": "index.d.ts",\n\t"devDependencies": {\n\t\t"@types/node": "^24.0.0",\n\t\t"typescript": "^6.0.3"\n\t}\n}\n');
  });

  it("keeps the compiler's output out of git and in the package", async () => {
    const result = await migrate({ "package.json": "{}", ".gitignore": "node_modules\n", "index.js": "module.exports = 1;\n" });
    assert.match(textOf(result, ".gitignore"), /^node_modules\n\n# .*\n\/index\.js\n\/index\.d\.ts\n$/);
    assert.match(textOf(result, ".npmignore"), /\nnode_modules\n$/);
  });

  it("names dependencies without types", async () => {
    const result = await migrate({ "index.js": "var a = require('untyped-thing');\nexports.x = a.b();\n", "node_modules/untyped-thing/package.json": '{"main":"i.js"}', "node_modules/untyped-thing/i.js": "" });
    assert.deepEqual(result.report.untypedModules, ["untyped-thing"]);
    assert.match(textOf(result, "untyped-modules.d.ts"), /declare module "untyped-thing";/);
  });
});
