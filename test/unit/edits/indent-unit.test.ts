import assert from "node:assert/strict";
import { indentUnit } from "../../../engine/edits/indent-unit.ts";
import { patched } from "./patching.ts";

describe("the indentation of added lines", () => {
  it("has the unit that most lines of the file have", () => {
    assert.equal(indentUnit(["a", "  b", "    c", "  d", "      e", "/**", " * f"]), "  ");
    assert.equal(indentUnit(["a", "\tb", "\t\tc", "  d"]), "\t");
    assert.equal(indentUnit(["a", "b"]), undefined);
  });

  it("is scaled where the patch has another unit, also a deeper one than any line shows", async () => {
    const file = "f() {\n  a();\n  if (b) {\n    c();\n  }\n}\n";
    assert.equal(await patched(file, "@@", "-    a();", "+    if (x) {", "+        a();", "+    }"), file.replace("  a();", "  if (x) {\n    a();\n  }"));
  });

  it("is only shifted where the patch has the file's unit", async () => {
    const file = "class A:\n    def f(self):\n        a()\n";
    assert.equal(await patched(file, "@@", "-    a()", "+    if x:", "+        a()"), file.replace("        a()", "        if x:\n            a()"));
  });

  it("is as written where the hunk's lines stand as written", async () => {
    assert.equal(await patched("all:\n\tbuild\n", "@@", " all:", "+  test", " \tbuild"), "all:\n  test\n\tbuild\n");
  });
});
