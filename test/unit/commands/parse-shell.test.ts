import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { argumentOf } from "../../../engine/commands/argument.ts";
import { parseShell } from "../../../engine/commands/parse-shell.ts";
import type { Command } from "../../../engine/commands/syntax.ts";

function parsed(command: string): readonly Command[] {
  const result = parseShell(command);
  assert.ok(result.kind === "script", command);
  return result.commands;
}

/** The words of the only simple command; undefined for one that is expanded. */
function words(command: string): readonly (string | undefined)[] {
  const [first] = parsed(command);
  assert.ok(first?.kind === "simple", command);
  return first.words.map((word) => argumentOf(word).text);
}

describe("parsing a shell command", () => {
  it("takes quotes and escapes away", () => {
    assert.deepEqual(words(String.raw`a 'b c' "d \" \$ e" f\ g $'\x68\n' ''`), ["a", "b c", 'd " $ e', "f g", "h\n", ""]);
  });

  it("tells what is expanded from what is text", () => {
    assert.deepEqual(words("a $b '$b' \"$b\" \\$b * '*' {b,c} '{b,c}' HEAD@{1} {} $(b) \\`b\\`"), ["a", undefined, "$b", undefined, "$b", undefined, "*", undefined, "{b,c}", "HEAD@{1}", "{}", undefined, "`b`"]);
  });

  it("knows with what an expanded word begins, and whether it may become several", () => {
    const [command] = parsed("a src/*.ts --x=\"$b\" $b \"$@\" <(c)");
    assert.ok(command?.kind === "simple");
    assert.deepEqual(command.words.slice(1).map(argumentOf).map(({ start, many, splits }) => [start, many, splits]), [["src/", true, false], ["--x=", false, false], ["", true, true], ["", true, true], ["/dev/fd/", false, false]]);
  });

  it("reads a here-document to its end, with what follows it on its line", () => {
    const [first, second, third] = parsed("cat <<A | b\nrm $(c)\nA\nd");
    assert.ok(first?.kind === "pipeline" && second?.kind === "simple" && third === undefined);
    const [cat] = first.commands;
    assert.ok(cat?.kind === "simple" && cat.redirects[0]?.kind === "text");
    assert.deepEqual(cat.redirects[0].parts.map(({ kind }) => kind), ["text", "substitution", "text"]);
  });

  it("keeps the tabs and dollars of a quoted here-document", () => {
    const [cat] = parsed("cat <<-'A'\n\t$(b)\n\tA\n");
    assert.ok(cat?.kind === "simple" && cat.redirects[0]?.kind === "text");
    assert.deepEqual(cat.redirects[0].parts, [{ kind: "text", text: "$(b)\n", quoted: true }]);
  });

  it("says why it cannot be read", () => {
    assert.deepEqual(parseShell("echo 'a"), { kind: "unknown", reason: "a single quote has no end" });
    assert.deepEqual(parseShell("a; fi"), { kind: "unknown", reason: '"fi" is not expected' });
  });

  it("makes the words that the system's shell makes", function () {
    const piece = fc.constantFrom("a", "b", " ", "'", '"', "\\", "'a b'", '"c d"', "\\ ", "\\'", '\\"', "\\\\", "\\\n", "#", "=", "{", "}", "[", "]", "!", ",", "é", "\t", "\\$", "\\`", "\\a", "''", '""', "@");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const command = `printf '%s\\0' x ${pieces.join("")}`;
        const result = parseShell(command);
        fc.pre(result.kind === "script" && result.commands.length === 1);
        const expected = words(command);
        fc.pre(expected.every((word) => word !== undefined));
        const { stdout } = spawnSync("/bin/sh", ["-c", command], { encoding: "utf8" });
        assert.deepEqual(stdout.split("\0").slice(0, -1), expected.slice(2), command);
      }),
      { numRuns: 60 },
    );
  });
});
