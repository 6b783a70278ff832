import assert from "node:assert/strict";
import { patched, refusal, result, text } from "./patching.ts";

const shop = text(
  "import os",
  "",
  "class Cart:",
  "    def total(self):",
  "        items = self.items",
  "        return sum(items)",
  "",
  "class Order:",
  "    def total(self):",
  "        items = self.items",
  "        return sum(items)",
  "",
  "    def label(self):",
  "        return \"order\"",
  "",
);
const go = text("func load() {", "\tif ready {", "\t\trun()", "\t}", "}", "");
const renamed = shop.replace('return "order"', 'return "Order"');
const hunk = ["@@", "     def label(self):", "-        return \"order\"", "+        return \"Order\""] as const;
const section = ["*** Update File: a.txt", ...hunk] as const;

describe("a patch as models write it is applied", () => {
  for (const [what, patch] of [
    ["in a Markdown fence with prose around it", text("Here is the fix:", "```diff", "*** Begin Patch", ...section, "*** End Patch", "```", "This capitalizes the label.")],
    ["with the fence inside of its markers", text("*** Begin Patch", "```", ...section, "```", "*** End Patch")],
    ["in a heredoc", text("apply_patch <<'EOF'", "*** Begin Patch", ...section, "*** End Patch", "EOF")],
    ["without *** Begin Patch", text(...section, "*** End Patch")],
    ["without *** End Patch, where its last line is whole", text("*** Begin Patch", ...section, "")],
    ["as a fence that holds only a section", text("```", ...section, "```")],
    ["with padded markers", text(" *** Begin Patch", `  ${section[0]}`, ...hunk, "*** End Patch ")],
    ["indented as a whole", text("1. Apply this:", "", ...["*** Begin Patch", ...section, "*** End Patch"].map((line) => `   ${line}`))],
    ["with CRLF", text("*** Begin Patch", ...section, "*** End Patch", "").replaceAll("\n", "\r\n")],
    ["as one line with escaped newlines", text("*** Begin Patch", ...section, "*** End Patch").replaceAll('"', '\\"').replaceAll("\n", "\\n")],
    ["with a unified diff's file headers and wrong line numbers", text("*** Begin Patch", "*** Update File: a.txt", "--- a/a.txt", "+++ b/a.txt", "@@ -90,7 +91,7 @@ class Order:", ...hunk.slice(1), "*** End Patch")],
    ["as a unified diff with wrong line numbers and counts", text("--- a/a.txt", "+++ b/a.txt", "@@ -2,9 +2,9 @@", ...hunk.slice(1), "")],
    ["as git's diff inside of the markers", text("*** Begin Patch", "diff --git a/a.txt b/a.txt", "index 1234567..89abcde 100644", "--- a/a.txt", "+++ b/a.txt", "@@ -13,2 +13,2 @@", ...hunk.slice(1), "*** End Patch")],
    ["with git's prefix on its path", text("*** Begin Patch", "*** Update File: b/a.txt", ...hunk, "*** End Patch")],
    ["with a quoted path", text("*** Begin Patch", "*** Update File: `./a.txt`", ...hunk, "*** End Patch")],
    ["with SEARCH/REPLACE blocks in its section", text("*** Begin Patch", "*** Update File: a.txt", "<<<<<<< SEARCH", "        return \"order\"", "=======", "        return \"Order\"", ">>>>>>> REPLACE", "*** End Patch")],
  ] as const) {
    it(what, async () => {
      assert.equal(await result(patch, shop), renamed);
    });
  }

  for (const [what, lines] of [
    ["without the first @@", hunk.slice(1)],
    ["with context lines that lost their marker", ["@@", "    def label(self):", ...hunk.slice(2)]],
    ["with one space after every marker", ["@@", "      def label(self):", "-         return \"order\"", "+         return \"Order\""]],
    ["with the header said again as context", ["@@     def label(self):", ...hunk.slice(1)]],
    ["with a header that gives only a part of the line", ["@@ def label", ...hunk.slice(2)]],
    ["with a header between two @@", ["@@ class Order: @@", ...hunk.slice(1)]],
    ["with a header that is not in the file", ["@@ class Orders:", ...hunk.slice(1)]],
    ["with typographic quotes", ["@@", "     def label(self):", "-        return “order”", "+        return \"Order\""]],
    ["with trailing white space", ["@@", "     def label(self):  ", "-        return \"order\"\t", "+        return \"Order\""]],
    ["with a context line twice", ["@@", "     def label(self):", "     def label(self):", ...hunk.slice(2)]],
    ["with a removed line as context before", ["@@", "     def label(self):", "         return \"order\"", ...hunk.slice(2)]],
    ["with lines left out by an ellipsis", ["@@", " class Order:", " ...", ...hunk.slice(1)]],
    ["with lines left out by a comment", ["@@", " class Order:", "     # ... existing code ...", ...hunk.slice(1)]],
    ["with the line numbers of a listing", ["@@", " 13\t    def label(self):", "-14\t        return \"order\"", "+14\t        return \"Order\""]],
    ["with a bare blank line behind it", [...hunk, ""]],
    ["with *** End of File, though a blank line follows", [...hunk, "*** End of File"]],
    ["with hunks in the wrong order", [...hunk, "@@", "-import os", "+import os"]],
  ] as const) {
    it(what, async () => {
      assert.equal(await patched(shop, ...lines), renamed);
    });
  }

  it("dedented: added lines get the file's indentation", async () => {
    const made = await patched(shop, "@@", " def label(self):", "-    return \"order\"", "+    if self.paid:", "+        return \"paid\"", "+    return \"order\"");
    assert.equal(made, shop.replace('        return "order"', '        if self.paid:\n            return "paid"\n        return "order"'));
  });

  it("with all indentation lost, where that of the added lines is told by their neighbors", async () => {
    const made = await patched(shop, "@@ class Order:", " def total(self):", "-items = self.items", "+items = list(self.items)", " return sum(items)");
    assert.equal(made, shop.replace(/(class Order:[^]*?)items = self\.items/, "$1items = list(self.items)"));
  });

  it("with spaces for tabs: added lines get tabs, also deeper than any line of the hunk", async () => {
    const made = await patched(go, "@@", " func load() {", "     if ready {", "-        run()", "+        if fast {", "+            skip()", "+        }", "     }");
    assert.equal(made, go.replace("\t\trun()", "\t\tif fast {\n\t\t\tskip()\n\t\t}"));
  });

  it("with tabs for spaces", async () => {
    const made = await patched("if a:\n    b()\n    c()\n", "@@", " if a:", "-\tb()", "+\tfor x in y:", "+\t\tb(x)", " \tc()");
    assert.equal(made, "if a:\n    for x in y:\n        b(x)\n    c()\n");
  });

  it("with two hunks whose context overlaps", async () => {
    assert.equal(await patched("a\nb\nc\nd\ne\n", "@@", " a", "-b", "+B", " c", " d", "@@", " c", "-d", "+D", " e"), "a\nB\nc\nD\ne\n");
  });

  it("with two changes in one hunk whose lines between are left out without a word", async () => {
    const made = await patched(shop, "@@", "-import os", "+import sys", " class Order:", "     def label(self):", "-        return \"order\"", "+        return \"Order\"");
    assert.equal(made, renamed.replace("import os", "import sys"));
  });

  it("with a hunk that builds on the one before it", async () => {
    assert.equal(await patched("a\nb\nc\n", "@@", " a", "-b", "+B", "+x", "@@", " B", "-x", "+y", " c"), "a\nB\ny\nc\n");
  });

  it("with changes on both sides of an ellipsis", async () => {
    assert.equal(await patched("f() {\n  a\n  b\n  c\n  d\n}\n", "@@", " f() {", "-  a", "+  A", "   // ...", "-  d", "+  D", " }"), "f() {\n  A\n  b\n  c\n  D\n}\n");
  });

  it("with a blank added line that lost its marker", async () => {
    assert.equal(await patched("a\nb\n", "@@", " a", "+x", "", "+y", " b"), "a\nx\n\ny\nb\n");
  });

  it("to a file with CRLF: added lines get CRLF", async () => {
    assert.equal(await patched("a\r\nb\r\n", "@@", " a", "-b", "+c", "+d"), "a\r\nc\r\nd\r\n");
  });

  it("to a file without a final newline, which then has none either", async () => {
    assert.equal(await patched("a\nb", "@@", " a", "-b", "+c"), "a\nc");
    assert.equal(await patched("a\r\nb", "@@", " b", "+c"), "a\r\nb\r\nc");
  });

  it("to a file with a byte order mark", async () => {
    assert.equal(await patched("\uFEFFa\nb\n", "@@", "-a", "+c"), "\uFEFFc\nb\n");
  });

  it("and context keeps the file's bytes, whatever the patch has for them", async () => {
    assert.equal(await patched("a  \nb\n\t\nc\n", "@@", " a", "-b", "+B", "", " c"), "a  \nB\n\t\nc\n");
  });

  it("adding a file of which no line has its marker", async () => {
    const patch = text("*** Begin Patch", "*** Add File: a.txt", "one", "", "two", "*** End Patch");
    assert.equal(await result(patch, ""), "one\n\ntwo\n");
  });
});

describe("a patch as models write it is refused", () => {
  const total = ["     def total(self):", "-        items = self.items", "+        items = []"] as const;

  for (const [what, reason, lines] of [
    ["for lines at two places", "ambiguous", ["@@", ...total]],
    ["for a header at two places above equal lines", "ambiguous", ["@@ def total(self):", ...total.slice(1)]],
    ["for lines at two places and a line number that is wrong", "ambiguous", ["@@ -40,2 +40,2 @@", ...total]],
    ["for lines at two places that differ from both in indentation alone", "ambiguous", ["@@", " def total(self):", "-    items = self.items", "+    items = []"]],
    ["for one line that an ellipsis leads to at two places", "ambiguous", ["@@", " import os", " ...", ...total.slice(1)]],
    ["for lines that stand only above their header", "absent", ["@@ class Order:", "-import os", "+import sys"]],
    ["for a context line that is not there", "absent", ["@@", "     def name(self):", ...hunk.slice(2)]],
    ["for lines left out without a word before one that stands twice", "absent", ["@@", " import os", ...total.slice(1)]],
    ["for lines added between lines that do not stand together", "absent", ["@@", " class Cart:", "+    tax = 0", "     def label(self):"]],
    ["for a hunk written twice", "absent", [...hunk, ...hunk]],
    ["for a header of added lines at two places", "ambiguous", ["@@     def total(self):", "+        pass"]],
    ["for an added line that only stands for code", "malformed", ["@@", ...hunk.slice(1), "+        # ... rest of the method unchanged ..."]],
    ["for a section without a change", "malformed", ["@@", "     def label(self):"]],
    ["for a section without a hunk", "malformed", []],
  ] as const) {
    it(what, async () => {
      const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", ...lines, "*** End Patch"), { "a.txt": shop });
      assert.deepEqual([...new Set(error.failures.map((failure) => failure.reason))], [reason]);
    });
  }

  it("where it ends behind removed lines, as a cut answer does", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", ...hunk.slice(0, -1), ""), { "a.txt": shop });
    assert.match(error.message, /may have been cut/);
  });

  it("where it ends in the middle of a line, as a cut answer does", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", ...hunk.slice(0, -1), "+        return \"Or"), { "a.txt": shop });
    assert.match(error.message, /may have been cut/);
  });

  it("where an exact match stands before and a looser one behind the hunk before it", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", "@@", "-c", "+C", "@@", "-b", "+B", "*** End Patch"), { "a.txt": "b\nc\n  b\n" });
    assert.deepEqual(error.failures.map(({ reason, hunk: number }) => [reason, number]), [["ambiguous", 2]]);
  });

  it("where a context line could have lost its marker or have a blank too many, and each reading has its place", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", "@@", "  }", "+new", "*** End Patch"), { "a.txt": "a {\n  }\nb {\n}\n" });
    assert.deepEqual(error.failures.map(({ reason }) => reason), ["ambiguous"]);
  });

  it("where all indentation is lost and an added line opens a block", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", "@@ class Order:", " def label(self):", "+if x:", "+return 1", " return \"order\"", "*** End Patch"), { "a.txt": shop });
    assert.match(error.message, /lost their indentation/);
  });

  it("for a line of a new file without its marker among others with theirs", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Add File: n.txt", "+one", "two", "*** End Patch"), {});
    assert.match(error.message, /Line 4 of the patch, "two"/);
  });

  it("and told where the nearest place is and how it differs", async () => {
    const error = await refusal(text("*** Begin Patch", "*** Update File: a.txt", "@@", "     def label(self):", "-        return 'order'", "+        return 1", "*** End Patch"), { "a.txt": shop });
    assert.match(error.message, /Hunk 1 of a\.txt \(line 3 of the patch\).*nearest place begins at line 13, where 1 of 2 lines agree/);
    assert.match(error.message, /the patch has +return 'order'\n +the file has +14: +return "order"/);
  });
});
