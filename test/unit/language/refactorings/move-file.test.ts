import assert from "node:assert/strict";
import { posix } from "node:path";
import { isUserError } from "../../../../engine/errors.ts";
import { publishedPackage } from "../../../support/published-package.ts";
import { type Files, refactorFiles } from "../../../support/refactor.ts";

const move = async (files: Files, from: string, to: string): Promise<Files> => (await refactorFiles(files, { name: "move_file", from, to })).files;

describe("moving a file", () => {
  it("updates imports of it, and its own, in the manner of each", async () => {
    const files = {
      "src/util.js": 'exports.a = require("./data.json");\nrequire("./other");\n',
      "src/data.json": "{}\n",
      "src/other.js": 'const { a } = require("./util");\njest.mock("./util.js");\nrequire.resolve("../src/util");\n',
      "main.mjs": 'import { a } from "./src/util.js";\nexport const b = await import("./src/util.js");\n',
      "index.ts": 'export * from "./src/util.js";\n',
    };
    assert.deepEqual(await move(files, "src/util.js", "lib/deep/helpers.js"), {
      "lib/deep/helpers.js": 'exports.a = require("../../src/data.json");\nrequire("../../src/other");\n',
      "src/data.json": "{}\n",
      "src/other.js": 'const { a } = require("../lib/deep/helpers");\njest.mock("../lib/deep/helpers.js");\nrequire.resolve("../lib/deep/helpers");\n',
      "main.mjs": 'import { a } from "./lib/deep/helpers.js";\nexport const b = await import("./lib/deep/helpers.js");\n',
      "index.ts": 'export * from "./lib/deep/helpers.js";\n',
    });
  });

  it("updates package.json and tsconfig.json, each string in its manner", async () => {
    const files = {
      "package.json": '{\n\t"main": "./src/cli",\n\t"bin": { "x": "src/cli.js" },\n\t"exports": { ".": { "default": "./src/cli.js" } },\n\t"scripts": { "go": "node src/cli.js --go" },\n\t"description": "src/cli.js"\n}\n',
      "tsconfig.json": '{ "files": ["src/cli.js"] }\n',
      "src/cli.js": "exports.a = 1;\n",
    };
    const after = await move(files, "src/cli.js", "bin/run.js");
    assert.equal(after["package.json"], '{\n\t"main": "./bin/run",\n\t"bin": { "x": "bin/run.js" },\n\t"exports": { ".": { "default": "./bin/run.js" } },\n\t"scripts": { "go": "node bin/run.js --go" },\n\t"description": "src/cli.js"\n}\n');
    assert.equal(after["tsconfig.json"], '{ "files": ["bin/run.js"] }\n');
  });

  it("turns the name of a folder into that of a file when its index moves away", async () => {
    const files = { "a/index.js": "exports.x = 1;\n", "b.js": "require('./a');\nrequire('./a/');\n" };
    assert.equal((await move(files, "a/index.js", "a/main.js"))["b.js"], "require('./a/main');\nrequire('./a/main');\n");
  });

  it("follows path aliases of tsconfig.json", async () => {
    const files = { "tsconfig.json": '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "paths": { "@/*": ["./src/*"] } } }\n', "src/a.ts": "export const a = 1;\n", "src/b.ts": 'import { a } from "@/a";\nexport const b = a;\n' };
    assert.match((await move(files, "src/a.ts", "src/deep/a.ts"))["src/b.ts"] ?? "", /from "(?:@\/deep\/a|\.\/deep\/a)"/);
  });

  it("refuses what is not there, what is there already, and another kind of file", async () => {
    const files = { "a.js": "1;\n", "b.js": "2;\n" };
    for (const [from, to, code] of [["c.js", "d.js", "bad_input"], ["a.js", "b.js", "conflict"], ["a.js", "a.ts", "bad_input"]] as const) {
      await assert.rejects(move(files, from, to), (error) => isUserError(error) && error.code === code, `${from} to ${to}`);
    }
  });

  it("leaves no importer of published code without its file", async () => {
    const files = publishedPackage("yaml", /^dist\/.*\.js$|^package\.json$/);
    const after = await move(files, "dist/nodes/identity.js", "dist/model/kinds.js");
    const missing = Object.entries(after).flatMap(([path, text]) => [...text.matchAll(/require\('(\.[^']+)'\)/g)].map((match) => posix.join(posix.dirname(path), match[1] ?? "")).filter((target) => !(target in after)));
    assert.deepEqual(missing, []);
    assert.ok(Object.values(after).filter((text) => text.includes("model/kinds.js")).length > 20);
  });
});
