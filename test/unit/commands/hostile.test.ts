import assert from "node:assert/strict";
import { classifyCommand } from "../../../engine/commands/classify.ts";

const SIZE = 100_000;

/** Each is long in a way of its own; a parser that recurses or looks back fails on one of them, or does not end. */
const LONG: Readonly<Record<string, string>> = {
  "100 KB of (": "(".repeat(SIZE),
  "100 KB of {": "{ ".repeat(SIZE / 2),
  "100 KB of $(": "$(".repeat(SIZE / 2),
  "100 KB of ${x:-": "${x:-".repeat(SIZE / 5),
  "100 KB of $((": "$((".repeat(SIZE / 3),
  "100 KB of backticks": "`".repeat(SIZE),
  "100 KB of '": "'".repeat(SIZE),
  "100 KB of \"": '"'.repeat(SIZE),
  "100 KB of backslashes": "\\".repeat(SIZE),
  "100 KB of NUL": "\0".repeat(SIZE),
  "50 KB of (": "(".repeat(50_000),
  "50 KB of $(": "$(".repeat(25_000),
  "50 KB of \"$(": '"$('.repeat(16_000),
  "50 KB of $'": "$'".repeat(25_000),
  "50 KB of <(": "<(".repeat(25_000),
  "50 KB of if": "if ".repeat(16_000),
  "50 KB of escaped backticks": "`".concat("\\`".repeat(25_000), "`"),
  "50 KB of here-documents": "<<a ".repeat(12_500),
  "10,000 pipes": Array<string>(10_000).fill("ls").join(" | "),
  "10,000 commands": Array<string>(10_000).fill("ls").join(";"),
  "20,000 times rm": "x ".concat("rm ".repeat(20_000)),
  "8,000 times sudo": "sudo ".repeat(8_000),
  "8,000 times xargs": "xargs ".repeat(8_000),
  "6,000 times find -exec": "find -exec ".repeat(5_500),
  "10,000 texts": "x ".concat("'a b' ".repeat(10_000)),
  "10,000 assignments": "a=b ".repeat(10_000),
  "10,000 redirects": "ls ".concat("2>&1 ".repeat(10_000)),
  "10,000 comments": "#\n".repeat(10_000),
  "10,000 continued lines": "ls ".concat("\\\n".repeat(10_000)),
  "60 KB in one word": "a".repeat(60_000),
  "a nest of shells": Array.from({ length: 12 }).reduce<string>((inner) => `sh -c '${inner.replaceAll("'", "'\\''")}'`, "rm -rf a").slice(0, 200_000),
};

describe("hostile commands", () => {
  for (const [name, command] of Object.entries(LONG)) {
    it(`${name}: ends with a class`, () => {
      assert.match(classifyCommand(command).class, /^(?:read_only|destructive|other)$/);
    });
  }

  it("what is nested or repeated beyond what is followed is asked for", () => {
    for (const command of ["(".repeat(100).concat("ls", ")".repeat(100)), LONG["10,000 pipes"] ?? "", "sudo ".repeat(100).concat("ls")]) assert.equal(classifyCommand(command).class, "destructive");
  });

  it("letters of other alphabets make another name, not a known program", () => {
    assert.equal(classifyCommand("lѕ").class, "other");
    assert.equal(classifyCommand("сat a").class, "other");
    assert.equal(classifyCommand("ｌｓ").class, "other");
  });

  it("names of JavaScript's own properties are programs like others", () => {
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) assert.equal(classifyCommand(`${name} a`).class, "other");
  });
});
