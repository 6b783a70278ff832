import assert from "node:assert/strict";
import { isUserError } from "../../../../engine/errors.ts";
import { publishedPackage } from "../../../support/published-package.ts";
import { type Files, refactorFiles } from "../../../support/refactor.ts";

const replace = async (files: Files, pattern: string, replacement: string): Promise<Files> => (await refactorFiles(files, { name: "structural_replace", pattern, replacement })).files;
const inText = async (text: string, pattern: string, replacement: string): Promise<string | undefined> => (await replace({ "a.js": text }, pattern, replacement))["a.js"];

describe("replacing by structure", () => {
  const cases: readonly (readonly [what: string, text: string, pattern: string, replacement: string, after: string])[] = [
    ["one node by a metavariable", "f(1); f(a, b); g(f(2));\n", "f($A)", "h($A, true)", "h(1, true); f(a, b); g(h(2, true));\n"],
    ["any number of nodes", "log();\nlog(1, [2, 3]);\n", "log($$$ARGS)", "print('x', $$$ARGS)", "print('x');\nprint('x', 1, [2, 3]);\n"],
    ["matches inside matches, once", "f(f(f(1)));\n", "f($A)", "f($A, f)", "f(f(f(1, f), f), f);\n"],
    ["the same metavariable only where both are the same", "a = a || b; a = c || b;\n", "$A = $A || $B", "$A ||= $B", "a ||= b; a = c || b;\n"],
    ["with parentheses where a value would bind otherwise", "add(1 + 2, c ? d : e);\n", "add($A, $B)", "$A * $B", "(1 + 2) * (c ? d : e);\n"],
    ["with parentheses where the whole would", "x = add(1, 2) * 3;\n", "add($A, $B)", "$A + $B", "x = (1 + 2) * 3;\n"],
    ["behind characters of any width", "// é😀\nf('😀', g(1));\n", "g($A)", "h($A)", "// é😀\nf('😀', h(1));\n"],
    ["with the file's line endings", "if (a) {\r\n  b();\r\n}\r\n", "if ($A) { b(); }", "b();\nc($A);", "b();\r\nc(a);\r\n"],
    ["statements by nothing", "a();\ndebugger;\nb();\n", "debugger;", "", "a();\n\nb();\n"],
  ];
  for (const [what, text, pattern, replacement, after] of cases) it(`replaces ${what}`, async () => {
    assert.equal(await inText(text, pattern, replacement), after);
  });

  it("knows TypeScript and JSX", async () => {
    const files = { "a.ts": "const x = <T,>(a: T): string => f(a as string);\n", "b.tsx": "const y = <A b={f(1)}>{f(2)}</A>;\n" };
    assert.deepEqual(await replace(files, "f($A)", "g($A)"), { "a.ts": "const x = <T,>(a: T): string => g(a as string);\n", "b.tsx": "const y = <A b={g(1)}>{g(2)}</A>;\n" });
  });

  it("takes only the files of a language where one is named", async () => {
    const { files } = await refactorFiles({ "a.ts": "f(1);\n", "b.js": "f(1);\n" }, { name: "structural_replace", pattern: "f($A)", replacement: "g($A)", language: "typescript" });
    assert.deepEqual(files, { "a.ts": "g(1);\n", "b.js": "f(1);\n" });
  });

  it("leaves a file alone that does not parse, before or after, and says so", async () => {
    const broken = await refactorFiles({ "a.js": "f(1); g(\n", "b.js": "f(1);\n" }, { name: "structural_replace", pattern: "f($A)", replacement: "h($A)" });
    assert.deepEqual(broken.files, { "a.js": "f(1); g(\n", "b.js": "h(1);\n" });
    assert.match(broken.notes.join(), /a\.js was left alone/);
    const breaking = await refactorFiles({ "a.js": "let x = f(1);\n" }, { name: "structural_replace", pattern: "f($A)", replacement: "if ($A) {" });
    assert.equal(breaking.files["a.js"], "let x = f(1);\n");
    assert.match(breaking.notes.join(), /would not parse after/);
  });

  for (const [what, pattern, replacement, message] of [
    ["a pattern that does not parse", "f($A", "g($A)", /no complete expression/],
    ["a pattern of several statements", "f(); g();", "h();", /more than one/],
    ["a metavariable that the pattern does not bind", "f($A)", "g($B)", /\$B.*does not bind/],
    ["many where the pattern binds one", "f($A)", "g($$$A)", /does not bind/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(inText("f(1);\n", pattern, replacement), (error) => isUserError(error) && message.test(error.message));
    });
  }

  it("there and back gives the same bytes in published code", async () => {
    const files = publishedPackage("qs", /^(?:lib|test)\/.*\.js$/);
    const there = await replace(files, "Object.keys($A)", "listKeys($A)");
    assert.notDeepEqual(there, files);
    assert.deepEqual(await replace(there, "listKeys($A)", "Object.keys($A)"), files);
  });
});
