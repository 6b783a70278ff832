import assert from "node:assert/strict";
import { structuredPatch } from "diff";
import fc from "fast-check";
import { applyPatch } from "../../../engine/edits/apply-patch.ts";
import { applyUnifiedDiff, editFile } from "../../../engine/edits/edit-file.ts";
import { PatchError } from "../../../engine/edits/patch-error.ts";
import { result, text } from "./patching.ts";

/** More of them by hand: `EDIT_RUNS=20000 npx mocha --no-config test/unit/edits/properties.test.ts`. */
const RUNS = { numRuns: Number(process.env["EDIT_RUNS"] ?? 300) };

/** Few different lines, so that many places look alike. */
const repetitive = fc.array(fc.constantFrom("a", "b", "  a", "\ta", "}", "", "--- x", "+++ y", "@@", "*** End Patch", "..."), { maxLength: 14 });
/** Lines of which no two are the same, indented like code. */
const distinct = fc.uniqueArray(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 500 })), { selector: ([, number]) => number, minLength: 2, maxLength: 20 })
  .map((lines) => lines.map(([depth, number]) => `${"    ".repeat(depth)}call(${number})`));
const endings = fc.tuple(fc.constantFrom("\n", "\r\n"), fc.boolean());

function joined(lines: readonly string[], [ending, final]: readonly [string, boolean]): string {
  return lines.join(ending) + (final && lines.length > 0 ? ending : "");
}

function unified(before: string, after: string, context: number): string {
  const { hunks } = structuredPatch("a.txt", "a.txt", before, after, "", "", { context });
  return text("--- a.txt", "+++ a.txt", ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines]), "");
}

function envelope(before: string, after: string, context: number): string {
  const { hunks } = structuredPatch("a.txt", "a.txt", before, after, "", "", { context });
  return text("*** Begin Patch", "*** Update File: a.txt", ...hunks.flatMap(({ lines }) => ["@@", ...lines.filter((line) => !line.startsWith("\\"))]), "*** End Patch");
}

/** What a patch makes, or the error with which it is refused. */
async function outcome(make: () => string | Promise<string>): Promise<string | PatchError> {
  try {
    return await make();
  } catch (error) {
    assert.ok(error instanceof PatchError, String(error));
    return error;
  }
}

describe("properties of patches", () => {
  it("a tool's unified diff makes the new text from the old one", () => {
    fc.assert(fc.property(repetitive, repetitive, fc.boolean(), fc.boolean(), (before, after, oldEnded, newEnded) => {
      fc.pre(before.length > 0 && after.length > 0);
      const [old, wanted] = [joined(before, ["\n", oldEnded]), joined(after, ["\n", newEnded])];
      fc.pre(old !== wanted && old !== "" && wanted !== "");
      assert.equal(applyUnifiedDiff(old, unified(old, wanted, 3)), wanted);
    }), RUNS);
  });

  it("a patch without line numbers makes the right text or is refused for its several places", async () => {
    await fc.assert(fc.asyncProperty(repetitive, repetitive, fc.integer({ min: 1, max: 3 }), async (before, after, context) => {
      const [old, wanted] = [joined(before, ["\n", true]), joined(after, ["\n", true])];
      fc.pre(old !== wanted && old !== "" && wanted !== "");
      const made = await outcome(() => result(envelope(old, wanted, context), old));
      if (typeof made === "string") assert.equal(made, wanted);
      else assert.ok(made.failures.every(({ reason }) => reason === "ambiguous"), made.message);
    }), RUNS);
  });

  it("line endings and a missing final newline are kept", async () => {
    await fc.assert(fc.asyncProperty(distinct, fc.nat(), endings, async (lines, at, ending) => {
      const changed = lines.with(at % lines.length, "changed()").toSpliced(at % lines.length, 0, "added()");
      const patch = envelope(joined(lines, ["\n", true]), joined(changed, ["\n", true]), 1);
      assert.equal(await result(patch, joined(lines, ending)), joined(changed, ending));
    }), RUNS);
  });

  const manglings: Readonly<Record<string, (line: string) => string>> = {
    "trailing white space": (line) => `${line} \t`,
    "another indentation": (line) => line.replace(/^([ +-])/, "$1  "),
    "tabs for spaces": (line) => line.replace(/^([ +-])((?: {4})+)/, (_, marker: string, indent: string) => marker + "\t".repeat(indent.length / 4)),
    "missing markers of context": (line) => line.replace(/^ /, ""),
    "CRLF": (line) => `${line}\r`,
    "a blank behind the marker": (line) => line.replace(/^([ +-])/, "$1 "),
  };
  for (const [what, mangle] of Object.entries(manglings)) {
    it(`a patch with ${what} makes the right text`, async () => {
      await fc.assert(fc.asyncProperty(distinct, fc.nat(), fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 }), async (lines, at, removed, context) => {
        const place = at % lines.length;
        const indent = /^ */.exec(lines[place] ?? "")?.[0] ?? "";
        const after = lines.toSpliced(place, removed, `${indent}changed()`, `${indent}twice()`);
        const [old, wanted] = [joined(lines, ["\n", true]), joined(after, ["\n", true])];
        const patch = envelope(old, wanted, context).split("\n").map((line) => (/^[ +-]/.test(line) ? mangle(line) : line)).join("\n");
        assert.equal((await result(patch, old)).replace(/[ \t]+$/gm, ""), wanted);
      }), RUNS);
    });
  }

  it("search and replace of whole lines does what replacing the text does", () => {
    fc.assert(fc.property(distinct, fc.nat(), fc.nat({ max: 4 }), (lines, at, more) => {
      const place = at % lines.length;
      const search = lines.slice(place, place + 1 + more).join("\n");
      const whole = joined(lines, ["\n", true]);
      assert.equal(editFile(whole, [{ search, replace: "new()" }]), whole.replace(search, "new()"));
    }), RUNS);
  });

  it("edits of different places come out the same in any order", () => {
    fc.assert(fc.property(distinct, (lines) => {
      const edits = lines.map((line, index) => ({ search: `${line}\n`, replace: `new${index};\n` }));
      const whole = joined(lines, ["\n", true]);
      fc.pre(lines.every((line) => whole.indexOf(`${line}\n`) === whole.lastIndexOf(`${line}\n`)));
      assert.equal(editFile(whole, edits), editFile(whole, edits.toReversed()));
    }), RUNS);
  });

  it("what a patch reads and edits has safe paths only", async () => {
    const part = fc.constantFrom("..", ".", "a", "b.txt", "", "C:", "~", ".git", "\\", "a\\..\\b", "\0", "...", " ");
    await fc.assert(fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom("Add", "Update", "Delete"), async (parts, verb) => {
      const asked: string[] = [];
      const path = parts.join("/");
      await outcome(async () => {
        const { edits } = await applyPatch(text("*** Begin Patch", `*** ${verb} File: ${path}`, ...(verb === "Delete" ? [] : ["@@", "+x"]), "*** End Patch"), (each) => {
          asked.push(each);
          return Promise.resolve("x\n");
        });
        asked.push(...edits.map((edit) => (edit.kind === "move" ? edit.to : edit.path)));
        return "";
      });
      for (const each of asked) assert.ok(!/^~?\/|^[A-Za-z]:|\\|\0/.test(each) && !each.split("/").some((name) => ["", ".", "..", ".git"].includes(name)), each);
    }), RUNS);
  });
});
