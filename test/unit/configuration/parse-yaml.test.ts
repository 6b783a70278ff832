import assert from "node:assert/strict";
import fc from "fast-check";
import { parseYaml } from "../../../engine/configuration/parse-yaml.ts";

const whole = "models:\n  code_generator: {provider: openai, model: gpt-4.1, fallback: [{model: a}]}\nsecurity:\n  sandbox_mode: docker  # a comment\nprices:\n- {model: a, input: 1, output: 2}\n";
const bits = ["{", "}", "[", "]", ": ", "- ", "\n", "\t", "  ", "'", '"', "#", "&a ", "*a", "!x ", "!!set ", "? ", "|", "%YAML 1.1\n---\n", "---\n", "<<: *a\n", "\r", "😀", "\0", "\uFEFF"];

describe("a text in YAML", () => {
  it("that was spoiled anywhere never throws, and is told of at a place inside it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length), fc.constantFrom(...bits), fc.nat(6)), { minLength: 1, maxLength: 5 }), (edits) => {
        const text = edits.reduce((at, [from, bit, length]) => at.slice(0, from) + bit + at.slice(from + length), whole);
        const { faults, positionOf } = parseYaml(text);
        const lines = text.split("\n");
        for (const { offset } of faults) {
          const { line, column } = positionOf(offset);
          assert.ok(column >= 1 && column <= (lines[line - 1] ?? assert.fail(`There is no line ${line}`)).length + 1);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("keeps the first of two like keys, however deep", () => {
    const { value, faults, positionOf } = parseYaml("a:\n  b: 1\n  c: 2\n  b: 3\n");
    assert.deepEqual([value, faults.map(({ offset }) => positionOf(offset))], [{ a: { b: 1, c: 2 } }, [{ line: 4, column: 3 }]]);
  });

  it("counts lines and columns as its file has them, whatever was left out above", () => {
    const { value, faults, positionOf } = parseYaml("a: 'x' y\r\nb: 1\r\nc: [\r\nd: 2\r\ne: 'x' y\r\n");
    assert.deepEqual(value, { b: 1, d: 2 });
    assert.deepEqual(faults.map(({ offset }) => positionOf(offset).line).toSorted(), [1, 4, 5]);
  });

  it("tells what is missing at its end behind its last word, and names no line that it does not have", () => {
    const { faults, positionOf } = parseYaml("a:\n  b: 1\nc: [\n  d\n\n");
    assert.deepEqual(faults.map(({ message, offset }) => [positionOf(offset), /^What begins with \[ is not closed by \].* line 3 to line 4 is ignored/.test(message)]), [[{ line: 4, column: 4 }, true]]);
    assert.match(parseYaml("a: 'x\n").faults[0]?.message ?? "", /^A closing quote \('\) is missing\. Line 1 is ignored/);
  });

  it("says nothing where it is empty or all comments", () => {
    for (const text of ["", "\n\n", "# nothing\n"]) assert.deepEqual([parseYaml(text).value, parseYaml(text).faults], [null, []]);
  });
});
