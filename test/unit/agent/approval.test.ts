import assert from "node:assert/strict";
import type { ApprovalMode } from "../../../engine/protocol/words.ts";
import { type AgentTaskOptions, type AgentTaskResult, eventsOf, runAgentTask } from "../../support/agent-task.ts";
import { inOrder } from "../../support/conversation.ts";

/** A task of one step in which the model runs these commands, after a change of one file. */
function running(approvalMode: ApprovalMode, commands: readonly string[], more: Partial<AgentTaskOptions> = {}): Promise<AgentTaskResult> {
  return runAgentTask({
    files: { "a.txt": "a\n", "keep.txt": "keep\n" },
    request: "change a.txt",
    approvalMode,
    conversation: {
      reasoning_engine: inOrder(JSON.stringify({ steps: [{ id: "1", title: "Change", kind: "code_modification", files: ["a.txt"] }] })),
      code_generator: (n) => {
        const command = commands[n - 1];
        if (n === 0) return [{ name: "edit_file", arguments: { path: "a.txt", edits: [{ search: "a", replace: "b" }] } }];
        return command === undefined ? "Done." : [{ name: "run_command", arguments: { command } }];
      },
    },
    ...more,
  });
}

const asked = ({ questions, events }: AgentTaskResult) => ({ commands: questions.map(({ command }) => command), reviews: eventsOf({ events }, "review_requested").length });

describe("what a task asks for", function () {
  this.timeout(60_000);
  const commands = ["cat a.txt", "node --eval 0", "rm -rf keep.txt"];

  it("in suggest: every edit, and every command but those that only read", async () => {
    assert.deepEqual(asked(await running("suggest", commands)), { commands: ["node --eval 0", "rm -rf keep.txt"], reviews: 1 });
  });

  it("in auto-edit: every command but those that only read, and no edit", async () => {
    assert.deepEqual(asked(await running("auto-edit", commands)), { commands: ["node --eval 0", "rm -rf keep.txt"], reviews: 0 });
  });

  it("in full-auto: what destroys, and nothing else", async () => {
    const result = await running("full-auto", commands);
    assert.deepEqual(asked(result), { commands: ["rm -rf keep.txt"], reviews: 0 });
    assert.match(result.questions[0]?.reason ?? "", /\w/);
    assert.equal(result.questions[0]?.rule, "");
  });

  it("once, where the user allows a command for good in this workspace; never again for its kind, always for what destroys", async () => {
    const result = await running("suggest", ["npm test -- a", "npm test -- b", "npm test; rm -rf keep.txt"], { answer: () => "always" });
    assert.deepEqual(asked(result).commands, ["npm test -- a", "npm test; rm -rf keep.txt"]);
    assert.equal(result.questions[0]?.rule, "npm test");
  });

  it("by the mode that it is switched to while it runs", async () => {
    const result = await running("suggest", ["node --eval 1", "node --eval 2"], {
      answer: () => "approved",
      meanwhile: async (event, { steering }) => {
        if (event.type === "command_started" && event.command === "node --eval 1") await steering.setApprovalMode("full-auto");
      },
    });
    assert.deepEqual(asked(result), { commands: ["node --eval 1"], reviews: 0 });
  });

  it("nothing in a workspace that is not trusted: no command runs there, and every edit is put to the user", async () => {
    const result = await running("full-auto", ["node --eval 0"], { trusted: () => false });
    assert.deepEqual(asked(result), { commands: [], reviews: 1 });
    assert.equal(eventsOf(result, "command_started").length, 0);
  });

  it("again in a workspace that becomes trusted while it runs", async () => {
    let trusted = false;
    const result = await running("full-auto", ["node --eval 0", "node --eval 1"], {
      trusted: () => trusted,
      meanwhile: (event) => {
        if (event.type === "tool_used" && event.tool === "run_command") trusted = true;
      },
    });
    assert.deepEqual(eventsOf(result, "command_started").map(({ command }) => command), ["node --eval 1"]);
  });
});

describe("a command in suggest mode", function () {
  this.timeout(60_000);

  it("leaves the user's files alone, whatever it writes; what it changed in source files is a proposal", async () => {
    let during: string | undefined;
    const result = await running("suggest", ["echo changed > keep.txt; echo new > made.txt"], {
      answer: () => "approved",
      decide: async (review) => {
        during = review.files().map(({ path, base, proposed }) => `${path}: ${String(base?.trim())} → ${String(proposed?.trim())}`).join(", ");
        await review.rejectAll();
      },
    });
    assert.equal(during, "a.txt: a → b, keep.txt: keep → changed, made.txt: undefined → new");
    assert.deepEqual(result.files, { "a.txt": "a\n", "keep.txt": "keep\n", "made.txt": null });
  });
});
