import assert from "node:assert/strict";
import { type AgentTaskOptions, type AgentTaskResult, eventsOf, runAgentTask } from "../../support/agent-task.ts";
import { type Conversation, inOrder, type Turn } from "../../support/conversation.ts";
import { begin } from "../../support/model-server.ts";

const files = { "a.txt": "a\n", "b.txt": "b\n" };

/** A task of one step on a.txt, with these words of the code generator. */
function implementing(code_generator: Conversation["code_generator"], more: Partial<AgentTaskOptions> = {}): Promise<AgentTaskResult> {
  const step = { id: "1", title: "Change", kind: "code_modification", files: ["a.txt"] };
  return runAgentTask({ files, request: "change a.txt", conversation: { reasoning_engine: inOrder(JSON.stringify({ steps: [step] })), code_generator }, ...more });
}

const write = (path: string, text: string): Turn => [{ name: "write_file", arguments: { path, text } }];

describe("a model that misbehaves", function () {
  this.timeout(60_000);

  it("by the same call again and again, is ended, and what it did before is kept for the user", async () => {
    const result = await implementing((n) => (n === 0 ? write("a.txt", "A\n") : [{ name: "read_file", arguments: { path: "b.txt" } }]));
    assert.equal(result.outcome, "failed");
    assert.match(result.summary, /The model made the same call 3 times in a row \(read_file\)/);
    assert.equal(result.files["a.txt"], "A\n");
  });

  it("by never ending its step, is ended after its turns", async () => {
    const result = await implementing((n) => [{ name: "read_file", arguments: { path: "b.txt", from: n + 1 } }]);
    assert.deepEqual([result.outcome, /was not done after 40 turns/.test(result.summary)], ["failed", true], result.summary);
  });

  it("by editing a file that its step does not name, is told so, and the user sees the file like any other", async () => {
    const result = await implementing(inOrder(write("b.txt", "B\n"), "Done."), { approvalMode: "suggest", decide: (review) => review.rejectAll() });
    assert.match(JSON.stringify(result.heard.at(-1)?.body), /Note: b\.txt is not among the files of this step\./);
    assert.deepEqual([eventsOf(result, "file_proposed").map(({ path }) => path), result.files["b.txt"]], [["b.txt"], "b\n"]);
  });

  it("by calling tools that are none, is told which there are, and may go on", async () => {
    const result = await implementing(inOrder([{ name: "launch_rocket", arguments: {} }], write("a.txt", "A\n"), "Done."));
    assert.match(JSON.stringify(result.heard[2]?.body), /There is no tool named \\"launch_rocket\\"\. There are: read_file, /);
    assert.deepEqual([result.outcome, result.files["a.txt"]], ["completed", "A\n"]);
  });

  it("by arguments of the wrong types, is told what is wrong, and may go on", async () => {
    const result = await implementing(inOrder([{ name: "edit_file", arguments: { path: 7, edits: "all" } }], [{ name: "read_file", arguments: {} }], [{ name: "update_plan", arguments: { steps: [{ title: "x" }] } }], write("a.txt", "A\n"), "Done."));
    assert.deepEqual([result.outcome, result.files["a.txt"]], ["completed", "A\n"], result.summary);
  });

  it("by a wrong call even after it was told so, is not taken to be done", async () => {
    const wrong: Turn = [{ name: "launch_rocket", arguments: {} }];
    const result = await implementing(inOrder(wrong, wrong, write("a.txt", "A\n"), "Done."));
    assert.match(JSON.stringify(result.heard[3]?.body), /There is no tool launch_rocket\. The tools are /);
    assert.equal(result.files["a.txt"], "A\n");
  });

  it("by a patch that fits nowhere, gets the nearest place, and its step fails when it gives up there", async () => {
    const patch = "*** Begin Patch\n*** Update File: a.txt\n@@\n-aa\n+b\n*** End Patch";
    const result = await implementing(inOrder([{ name: "apply_patch", arguments: { patch } }], "I changed it."));
    assert.equal(result.outcome, "failed");
    assert.match(result.summary, /a\.txt/);
    assert.deepEqual(result.files, files);
  });

  it("by ending in the middle of a patch, leaves nothing of it: the call is made again, and a service that never ends it stops the task", async () => {
    let calls = 0;
    const result = await implementing((n) => ({
      service: (response) => {
        calls = n + 1;
        begin(response);
        response.write('event: response.output_item.added\ndata: {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"f","call_id":"c","name":"apply_patch","arguments":""}}\n\n');
        response.write('event: response.function_call_arguments.delta\ndata: {"type":"response.function_call_arguments.delta","output_index":0,"item_id":"f","delta":"{\\"patch\\":\\"*** Begin Patch\\\\n*** Delete File: a.t"}\n\n');
        response.destroy();
      },
    }));
    assert.equal(result.outcome, "stopped", result.summary);
    assert.ok(calls > 1, "it was tried again");
    assert.deepEqual(result.files, files);
  });

  it("by writing outside the workspace, into .git, or through a link, is refused each time", async () => {
    const outside = ["../outside.txt", "/tmp/outside.txt", ".git/hooks/pre-commit", "a.txt/../../x", ".GIT/config"];
    const result = await implementing((n) => (n < outside.length ? write(outside[n] ?? "", "x") : n === outside.length ? write("a.txt", "A\n") : "Done."));
    const told = result.heard.slice(2, outside.length + 2).map(({ body }) => JSON.stringify(body));
    assert.deepEqual(told.map((body, at) => body.includes(`The path \\"${outside[at] ?? ""}\\"`)), outside.map(() => true));
    assert.deepEqual(eventsOf(result, "file_proposed").map(({ path }) => path), ["a.txt"]);
  });

  it("by a plan that is none, is asked once more, and then stops the task with nothing changed", async () => {
    const result = await runAgentTask({ files, request: "change a.txt", conversation: { reasoning_engine: () => "I would rather not.", code_generator: () => "Done." } });
    assert.deepEqual([result.outcome, result.heard.length, result.files], ["stopped", 2, files]);
  });

  it("by a plan that repeats its ids and names no file that there is, is worked all the same", async () => {
    const step = { id: "1", title: "Change", kind: "code_modification", files: ["nowhere/at/all.txt"] };
    const result = await runAgentTask({ files, request: "change a.txt", conversation: { reasoning_engine: inOrder(JSON.stringify({ steps: [step, step] })), code_generator: () => "Done." } });
    assert.deepEqual(eventsOf(result, "step_finished").map(({ step: id, outcome }) => `${id} ${outcome}`), ["1 done", "1-2 done"]);
  });

  it("by thousands of lines of output in a command, gets its middle cut, with the whole kept for a second look", async () => {
    const result = await implementing(inOrder([{ name: "run_command", arguments: { command: "seq 1 20000" } }], [{ name: "read_output", arguments: { id: "o1", from: 8000 } }], "Done."));
    const [cut, second] = [JSON.stringify(result.heard[2]?.body), JSON.stringify(result.heard[3]?.body)];
    assert.match(cut, /characters left out; read_output \{\\\\\\"id\\\\\\": \\\\\\"o1\\\\\\", \\\\\\"from\\\\\\": 8000\} shows them|characters left out; read_output/);
    assert.match(cut, /20000/);
    assert.match(second, /characters follow/);
  });
});
