import assert from "node:assert/strict";
import { parseArguments } from "../../../cli/arguments.ts";
import { linesFor } from "../../../cli/lines.ts";
import { plainText } from "../../../cli/plain-text.ts";
import { decideByHunk, type Reviewer } from "../../../cli/ask.ts";
import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";
import { emptyTaskView, foldEvent } from "../../../engine/protocol/task-view.ts";
import { openReview, type Review } from "../../../engine/review/review.ts";

describe("the command line", () => {
  it("takes one request and its options", () => {
    const { request, json, "approval-mode": mode } = parseArguments(["rename a to b", "--approval-mode", "full-auto", "--json"]);
    assert.deepEqual([request, json, mode], ["rename a to b", true, "full-auto"]);
  });

  for (const [what, args] of [
    ["an unknown option", ["x", "--bogus"]],
    ["an unknown approval mode", ["x", "--approval-mode", "yolo"]],
    ["a request that is not quoted", ["rename", "a"]],
    ["no request", []],
    ["a request of spaces", ["  "]],
    ["an option without its value", ["x", "--cwd"]],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => parseArguments(args), { name: "UserError", code: "bad_input" });
    });
  }
});

describe("the terminal's lines", () => {
  const bodies: readonly EventBody[] = [
    { type: "task_started", task: "t", request: "rename a to b", approvalMode: "full-auto", workspace: "/w" },
    { type: "roles_assigned", roles: [{ role: "context_analyzer", provider: "embedded", model: "refactoring-engine" }] },
    { type: "analysis_started", files: 847 },
    { type: "analysis_finished", files: 847, relevant: [{ path: "a.js", reason: "mentions a" }] },
    { type: "plan_created", steps: [{ id: "1", title: "Rename a to b", kind: "code_modification", files: ["a.js"] }, { id: "2", title: "Test", kind: "command", files: [], command: "npm test" }] },
    { type: "step_started", step: "1" },
    { type: "file_proposed", path: "a.js", base: "x", proposed: "y", pending: 1, kind: "modified", added: 2, removed: 1 },
    { type: "step_finished", step: "1", outcome: "done", summary: "Renamed." },
    { type: "command_started", run: "r", command: "npm test", backend: "bubblewrap" },
    { type: "command_output", run: "r", stream: "stdout", text: "ok 1\n\u001b[2Jok 2\n" },
    { type: "command_finished", run: "r", exitCode: 0, signal: null, timedOut: false, canceled: false, outputTruncated: false, durationMs: 12 },
    { type: "task_finished", outcome: "completed", summary: "1 file changed." },
  ];

  it("have the form of the architecture document", () => {
    let view = emptyTaskView;
    const lines = bodies.flatMap((body, seq) => {
      const event: TaskEvent = { ...body, seq, time: "2026-01-01T00:00:00.000Z" };
      view = foldEvent(view, event);
      return linesFor(view, event);
    });
    assert.deepEqual(lines, [
      "Task t (full-auto): rename a to b",
      "[Embedded] Analyzing 847 files across the codebase...",
      "[Embedded] Identified 1 of 847 files as relevant",
      "[Embedded] Creating refactoring plan with 2 steps...",
      "[Embedded] Implementing step 1/2: Rename a to b...",
      "  a.js  +2 −1",
      "[Sandbox] npm test (bubblewrap)",
      "  ok 1",
      "  ok 2",
      "[Sandbox] Testing changes... ✓",
      "Done: 1 file changed.",
    ]);
  });

  it("never carry what could drive the terminal", () => {
    assert.equal(plainText("a\u001b]0;title\u0007b\u001b[31mc\r\u0008\u202ed\te\n"), "abcd\te\n");
  });
});

describe("approval in the terminal", () => {
  function open(): { readonly review: Review; readonly text: () => string } {
    let text = "1\n2\n3\n";
    const review = openReview({
      changes: [{ path: "a.js", from: undefined, kind: "modified", base: "1\n2\n3\n", proposed: "one\n2\nthree\n" }],
      editor: {
        read: () => Promise.resolve(text),
        apply: (edit) => {
          if (edit.kind === "write") text = edit.text;
          return Promise.resolve();
        },
      },
      record: () => Promise.resolve(),
    });
    return { review, text: () => text };
  }
  async function answer(answers: readonly string[]): Promise<{ readonly text: string; readonly left: number; readonly printed: string }> {
    const { review, text } = open();
    const rest = [...answers];
    let left = 0;
    const printed: string[] = [];
    const reviewer: Reviewer = {
      ask: () => Promise.resolve(rest.shift()),
      edit: (_, proposed, line) => Promise.resolve(`${proposed}edited at ${line}\n`),
      print: (line) => void printed.push(line),
      leave: () => void (left += 1),
    };
    await decideByHunk(review, reviewer, new AbortController().signal);
    return { text: text(), left, printed: printed.join("\n") };
  }

  it("goes hunk by hunk", async () => {
    assert.equal((await answer(["n", "y"])).text, "1\n2\nthree\n");
  });

  it("edits the whole proposal, opened where the question stands", async () => {
    assert.equal((await answer(["n", "e", "a"])).text, "1\n2\nthree\nedited at 3\n");
  });

  it("takes an answer with spaces around it", async () => {
    assert.equal((await answer([" y ", "n\t"])).text, "one\n2\n3\n");
  });

  it("accepts everything at once", async () => {
    assert.equal((await answer(["A"])).text, "one\n2\nthree\n");
  });

  it("explains the answers to whoever asks", async () => {
    assert.match((await answer(["?", "d"])).printed, /y accept/);
  });

  it("leaves the rest undecided when the user quits or the input ends", async () => {
    assert.deepEqual(await answer(["y", "q"]).then(({ text, left }) => [text, left]), ["one\n2\n3\n", 1]);
    assert.equal((await answer([])).left, 1);
  });
});
