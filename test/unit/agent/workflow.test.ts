import assert from "node:assert/strict";
import { eventsOf, runAgentTask } from "../../support/agent-task.ts";
import { inOrder, type Turn } from "../../support/conversation.ts";

const plan = (...steps: readonly Readonly<Record<string, unknown>>[]): string => JSON.stringify({ steps });
const edit = (path: string, search: string, replace: string): Turn => [{ name: "edit_file", arguments: { path, edits: [{ search, replace }] } }];
const analysis = (): string => JSON.stringify({ relevant: [] });

const files = {
  "sum.js": "exports.sum = (a, b) => a - b;\n",
  "test.js": "const { sum } = require('./sum.js');\nif (sum(2, 3) !== 5) { console.error('sum(2, 3) is', sum(2, 3)); process.exit(1); }\n",
  "package.json": '{"name": "p", "scripts": {"test": "node test.js"}}\n',
};

describe("a task with language models", function () {
  this.timeout(60_000);

  it("reads, patches, runs and finishes, and the command sees the patch before it is accepted", async () => {
    const result = await runAgentTask({
      files,
      request: "mend sum.js",
      approvalMode: "suggest",
      conversation: {
        reasoning_engine: inOrder(plan({ id: "1", title: "Mend sum", kind: "code_modification", files: ["sum.js"] })),
        code_generator: inOrder(
          [{ name: "read_file", arguments: { path: "sum.js" } }, { name: "search", arguments: { pattern: "sum\\(" } }],
          [{ name: "apply_patch", arguments: { patch: "*** Begin Patch\n*** Update File: sum.js\n@@\n-exports.sum = (a, b) => a - b;\n+exports.sum = (a, b) => a + b;\n*** End Patch" } }],
          [{ name: "run_command", arguments: { command: "node test.js" } }],
          "Mended sum.",
        ),
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.deepEqual(eventsOf(result, "command_finished").map(({ exitCode }) => exitCode), [0]);
    const [ran, reviewed] = [result.events.findIndex(({ type }) => type === "command_finished"), result.events.findIndex(({ type }) => type === "review_requested")];
    assert.ok(ran < reviewed, "the command ran before the review");
    assert.equal(result.files["sum.js"], "exports.sum = (a, b) => a + b;\n");
    assert.deepEqual(eventsOf(result, "tool_used").map(({ tool, detail }) => `${tool} ${detail}`).sort(), ["apply_patch ", "read_file sum.js", "run_command node test.js", "search sum\\("]);
  });

  it("mends what a check finds, on the second attempt", async () => {
    const result = await runAgentTask({
      files,
      request: "mend sum.js",
      conversation: {
        reasoning_engine: inOrder(
          plan({ id: "1", title: "Mend sum", kind: "code_modification", files: ["sum.js"], check: "node test.js" }),
          plan({ id: "2", title: "Add, do not multiply", kind: "code_modification", files: ["sum.js"], check: "node test.js" }),
        ),
        code_generator: inOrder(edit("sum.js", "a - b", "a * b"), "Multiplied.", edit("sum.js", "a * b", "a + b"), "Added."),
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.equal(result.files["sum.js"], "exports.sum = (a, b) => a + b;\n");
    assert.deepEqual(eventsOf(result, "step_finished").map(({ step, outcome }) => [step, outcome]), [["1", "failed"], ["2", "done"]]);
    assert.equal(result.summary, "1 file changed. Added.");
    const asked = JSON.stringify(result.heard.filter(({ path }) => path.endsWith("/messages"))[1]?.body);
    assert.match(asked, /sum\(2, 3\) is 6/, "the reasoner saw the output");
  });

  it("gives up after the attempts that it has, and says what it tried", async () => {
    const result = await runAgentTask({
      files,
      request: "mend sum.js",
      conversation: {
        reasoning_engine: (n) => plan({ id: String(n), title: `Try ${n}`, kind: "code_modification", files: ["sum.js"], check: "node test.js" }),
        code_generator: (n) => (n % 2 === 0 ? edit("sum.js", "=>", `=> ${n + 10} +`) : "Tried."),
      },
    });
    assert.equal(result.outcome, "failed");
    assert.match(result.summary, /Gave up\. Tried 3 times: \(1\) The check node test\.js fails: exit code 1\./);
  });

  it("runs steps at the same time that touch different files, and those that share one in order", async () => {
    const waiting = Promise.withResolvers<undefined>();
    const result = await runAgentTask({
      files: { "a.txt": "a\n", "b.txt": "b\n" },
      conversation: {
        context_analyzer: analysis,
        reasoning_engine: inOrder(plan({ id: "1", title: "First", kind: "code_modification", files: ["a.txt"] }, { id: "2", title: "Second", kind: "code_modification", files: ["b.txt"] }, { id: "3", title: "Third", kind: "code_modification", files: ["a.txt"] })),
        code_generator: async (_, body) => {
          if (body.includes("function_call_output")) return "Done.";
          const step = /Step (\d): /.exec(body)?.[1] ?? "";
          // The first answers only once the second was asked too.
          if (step === "1") await waiting.promise;
          if (step === "2") waiting.resolve(undefined);
          return edit(step === "2" ? "b.txt" : "a.txt", step === "1" ? "a" : step === "2" ? "b" : "A", step === "1" ? "A" : step === "2" ? "B" : "AA");
        },
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.deepEqual([result.files["a.txt"], result.files["b.txt"]], ["AA\n", "B\n"]);
  });

  it("hears what the user says while it runs", async () => {
    const said = Promise.withResolvers<undefined>();
    const result = await runAgentTask({
      files,
      conversation: {
        context_analyzer: analysis,
        reasoning_engine: inOrder(plan({ id: "1", title: "Mend sum", kind: "code_modification", files: ["sum.js"] })),
        code_generator: async (n) => {
          if (n === 0) await said.promise;
          return n === 0 ? [{ name: "list_files", arguments: {} }] : "Done.";
        },
      },
      meanwhile: async (event, { steering }) => {
        if (event.type !== "step_started") return;
        await steering.say("Use tabs, please.");
        said.resolve(undefined);
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.match(JSON.stringify(result.heard.at(-1)?.body), /Use tabs, please\./);
    assert.deepEqual(eventsOf(result, "user_message").map(({ text }) => text), ["Use tabs, please."]);
  });

  it("works the plan as the user changed it: cut, put in another order, added to", async () => {
    const changed = Promise.withResolvers<undefined>();
    const result = await runAgentTask({
      files: { "a.txt": "" },
      conversation: {
        context_analyzer: analysis,
        reasoning_engine: inOrder(plan(...["1", "2", "3"].map((id) => ({ id, title: `Write ${id}`, kind: "code_modification", files: ["a.txt"] })))),
        code_generator: async (n, body) => {
          if (n === 0) await changed.promise;
          if (body.includes("function_call_output")) return "Done.";
          const title = /Step [^:]*: (Write \w+)/.exec(body)?.[1] ?? "";
          return [{ name: "write_file", arguments: { path: `${title.slice(-1)}.txt`, text: title } }];
        },
      },
      meanwhile: async (event, { steering }) => {
        if (event.type !== "step_started" || event.step !== "1") return;
        await steering.changePlan([
          { id: "3", title: "Write 3", kind: "code_modification", files: ["a.txt"] },
          { title: "Write 4", kind: "code_modification", files: ["a.txt"] },
        ]);
        changed.resolve(undefined);
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.deepEqual(eventsOf(result, "file_proposed").map(({ path }) => path), ["1.txt", "3.txt", "4.txt"]);
  });

  it("begins nothing new while the user holds it", async () => {
    const order: string[] = [];
    const result = await runAgentTask({
      files: { "a.txt": "" },
      conversation: {
        context_analyzer: analysis,
        reasoning_engine: inOrder(plan({ id: "1", title: "Write", kind: "code_modification", files: ["a.txt"] })),
        code_generator: () => {
          order.push("asked");
          return "Done.";
        },
      },
      meanwhile: async (event, { steering }) => {
        if (event.type === "plan_created") await steering.hold();
        if (event.type !== "task_held") return;
        order.push("held");
        await steering.changePlan([{ id: "1", title: "Write more", kind: "code_modification", files: ["a.txt"] }]);
        order.push("released");
        await steering.release();
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.deepEqual(order, ["held", "released", "asked"]);
    assert.match(JSON.stringify(result.heard.at(-1)?.body), /Write more/);
  });

  it("makes a conversation that fills the window short by the context analyzer, and goes on with its summary", async () => {
    const result = await runAgentTask({
      files: { "long.txt": "the long text\n" },
      conversation: {
        inputTokens: 900_000,
        context_analyzer: (_, body) => (body.includes("became too long") ? "The file long.txt was read; nothing else was done." : analysis()),
        reasoning_engine: inOrder(plan({ id: "1", title: "Read", kind: "code_modification", files: [] })),
        code_generator: (n) => (n < 4 ? [{ name: "read_file", arguments: { path: "long.txt", from: n + 1 } }] : "Done."),
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    const last = JSON.stringify(result.heard.at(-1)?.body);
    assert.match(last, /What was done so far, in short:\\nThe file long\.txt was read/);
    assert.equal(last.split("function_call_output").length - 1, 2, "the newest turns are kept as they were");
    assert.ok(eventsOf(result, "history_compacted").length > 0);
  });

  it("leaves old results out where no summary can be had", async () => {
    const result = await runAgentTask({
      files: { "long.txt": "the long text\n" },
      conversation: {
        inputTokens: 900_000,
        context_analyzer: (_, body) => (body.includes("became too long") ? " " : analysis()),
        reasoning_engine: inOrder(plan({ id: "1", title: "Read", kind: "code_modification", files: [] })),
        code_generator: (n) => (n < 4 ? [{ name: "read_file", arguments: { path: "long.txt", from: n + 1 } }] : "Done."),
      },
    });
    assert.equal(result.outcome, "completed", result.summary);
    assert.match(JSON.stringify(result.heard.at(-1)?.body), /left out to save room/);
  });
});
