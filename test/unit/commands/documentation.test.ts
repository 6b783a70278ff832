import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { classifyCommand } from "../../../engine/commands/classify.ts";

describe("docs/commands.md", () => {
  it("lists as read-only, with all arguments, programs that are so", async () => {
    const text = await readFile(join(import.meta.dirname, "../../../docs/commands.md"), "utf8");
    const list = /These programs, with all arguments:\n([^]*?)And these, unless/.exec(text)?.[1] ?? "";
    const programs = Array.from(list.matchAll(/`([^`\s]+)`/g), (match) => match[1] ?? "");
    assert.ok(programs.length > 60);
    for (const program of programs) assert.equal(classifyCommand(`${program} -x --output=a * "$x" b`).class, "read_only", program);
  });

  it("lists commands of git that read", async () => {
    const text = await readFile(join(import.meta.dirname, "../../../docs/commands.md"), "utf8");
    const list = /\*\*git\*\* reads with ([^]*?), the lists of/.exec(text)?.[1] ?? "";
    const commands = Array.from(list.matchAll(/`([^`\s]+)`/g), (match) => match[1] ?? "");
    assert.ok(commands.length > 20);
    for (const command of commands) assert.equal(classifyCommand(`git ${command} HEAD`).class, "read_only", command);
  });
});
