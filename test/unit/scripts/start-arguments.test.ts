import assert from "node:assert/strict";
import { startArguments, UsageError } from "../../../scripts/start/start-arguments.ts";

describe("the arguments of npm start", () => {
  const refused: readonly (readonly [why: string, args: readonly string[], message: RegExp])[] = [
    ["an unknown flag", ["--fast"], /Unknown option '--fast'/],
    ["an approval mode that does not exist", ["--terminal", "request", "--approval-mode", "never"], /suggest, auto-edit or full-auto/],
    ["an approval mode without --terminal", ["--approval-mode", "suggest"], /goes with --terminal/],
    ["--terminal without a request", ["--terminal", ""], /needs a request/],
    ["a request without --terminal", ["rename a to b"], /Unexpected argument/],
  ];

  for (const [why, args, message] of refused) {
    it(`refuse ${why}, and say how they are used`, () => {
      assert.throws(() => startArguments(args), (error: unknown) => error instanceof UsageError && message.test(error.message) && error.message.includes("usage: npm start"));
    });
  }

  it("may name a request, an approval mode and a folder", () => {
    assert.deepEqual(startArguments(["--terminal", "rename a to b", "--approval-mode", "auto-edit", "--open", "x"]), {
      terminal: "rename a to b",
      "approval-mode": "auto-edit",
      open: "x",
      help: false,
    });
  });
});
