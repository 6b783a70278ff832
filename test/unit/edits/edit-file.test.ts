import assert from "node:assert/strict";
import { editFile } from "../../../engine/edits/edit-file.ts";
import { PatchError } from "../../../engine/edits/patch-error.ts";

function refused(run: () => string): PatchError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof PatchError);
    return error;
  }
  return assert.fail("The edit was not refused.");
}

describe("editFile", () => {
  it("replaces exact text that stands once, inside a line too", () => {
    assert.equal(editFile("let a = 1;\nlet b = 2;\n", [{ search: "b = 2", replace: "b = 3" }]), "let a = 1;\nlet b = 3;\n");
  });

  it("replaces text that stands several times only where all are asked for", () => {
    assert.deepEqual(refused(() => editFile("x\ny\nx\n", [{ search: "x", replace: "z" }])).failures.map(({ reason }) => reason), ["ambiguous"]);
    assert.equal(editFile("x\ny\nx\n", [{ search: "x", replace: "z", all: true }]), "z\ny\nz\n");
  });

  it("names the places of ambiguous text", () => {
    assert.match(refused(() => editFile("x\ny\nx\n", [{ search: "x", replace: "z" }])).message, /line 1, line 3/);
  });

  it("lets an edit build on those before it", () => {
    assert.equal(editFile("a\n", [{ search: "a", replace: "b" }, { search: "b", replace: "c" }]), "c\n");
  });

  it("makes none of the edits where one does not fit, and shows the nearest place", () => {
    const error = refused(() => editFile("one\ntwo\nthree\n", [{ search: "one", replace: "1" }, { search: "two!\nthree", replace: "x" }]));
    assert.match(error.message, /Edit 2 of the file does not fit.*nearest place begins at line 2/);
  });

  it("puts added lines into the file's indentation where the search lost it", () => {
    assert.equal(editFile("class A {\n    run() {\n        go();\n    }\n}\n", [{ search: "run() {\n    go();\n}", replace: "run() {\n    if (on) {\n        go();\n    }\n}" }]), "class A {\n    run() {\n        if (on) {\n            go();\n        }\n    }\n}\n");
  });

  it("keeps lines that the search leaves out by an ellipsis in both parts", () => {
    assert.equal(editFile("f() {\n  a();\n  b();\n  c();\n}\n", [{ search: "f() {\n  ...\n  c();", replace: "g() {\n  ...\n  d();" }]), "g() {\n  a();\n  b();\n  d();\n}\n");
  });

  it("keeps CRLF, whatever the search and the replacement have", () => {
    assert.equal(editFile("a\r\nb\r\nc\r\n", [{ search: "a\nb\n", replace: "x\ny\nz\n" }]), "x\r\ny\r\nz\r\nc\r\n");
  });

  it("keeps a byte order mark and a missing final newline", () => {
    assert.equal(editFile("\uFEFFa\nb", [{ search: "b\n", replace: "c\n" }]), "\uFEFFa\nc");
  });

  it("takes SEARCH/REPLACE blocks with fences and file names around them", () => {
    const blocks = "a.ts\n```ts\n<<<<<<< SEARCH\none\n=======\nuno\n>>>>>>> REPLACE\n```\n\n<<<<<<< SEARCH\ntwo\n=======\n>>>>>>> REPLACE\n";
    assert.equal(editFile("one\ntwo\nthree\n", blocks), "uno\nthree\n");
  });

  it("takes a unified diff and bare hunks", () => {
    assert.equal(editFile("one\ntwo\n", "--- a/x\n+++ b/x\n@@ -9,2 +9,2 @@\n one\n-two\n+dos\n"), "one\ndos\n");
    assert.equal(editFile("one\ntwo\n", "@@\n-two\n+dos\n"), "one\ndos\n");
  });

  it("refuses an unfinished block, an empty search and a replacement that only stands for code", () => {
    assert.match(refused(() => editFile("a\n", "<<<<<<< SEARCH\na\n=======\nb\n")).message, /no >>>>>>> REPLACE line/);
    assert.match(refused(() => editFile("a\n", [{ search: "", replace: "b" }])).message, /nothing to search for/);
    assert.match(refused(() => editFile("  a\n", [{ search: "a ", replace: "// ... existing code ..." }])).message, /only stands for code/);
  });
});
