import assert from "node:assert/strict";
import { classifyCommand } from "../../../engine/commands/classify.ts";
import { commandQuestion } from "../../../engine/commands/question.ts";

const MODES = ["suggest", "auto-edit", "full-auto"] as const;

function answers(command: string, rules: readonly (readonly string[])[] = []): string[] {
  return MODES.map((mode) => commandQuestion(mode, classifyCommand(command), rules));
}

describe("whether a command is asked for (in suggest, auto-edit, full-auto)", () => {
  it("a command that only reads runs in every mode", () => {
    assert.deepEqual(answers("git log --oneline | head -5"), ["run", "run", "run"]);
  });

  it("a destructive command is asked for in every mode, whatever is allowed", () => {
    assert.deepEqual(answers("rm -rf build", [["rm"], ["rm", "-rf"], ["rm", "-rf", "build"]]), ["ask", "ask", "ask"]);
  });

  it("a command that cannot be read is asked for in every mode", () => {
    assert.deepEqual(answers("echo 'no end"), ["ask", "ask", "ask"]);
  });

  it("another command runs by itself in full-auto alone", () => {
    assert.deepEqual(answers("npm test"), ["ask", "ask", "run"]);
  });

  it("another command that a rule allows runs in every mode", () => {
    assert.deepEqual(answers("npm test -- --watch=false | tail -20", [["npm", "test"]]), ["run", "run", "run"]);
  });

  it("a list is asked for while a rule is missing for one of its commands", () => {
    assert.deepEqual(answers("npm test && npm run build", [["npm", "test"]]), ["ask", "ask", "run"]);
    assert.deepEqual(answers("npm test && npm run build", [["npm", "test"], ["npm", "run", "build"]]), ["run", "run", "run"]);
  });
});
