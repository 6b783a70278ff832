import assert from "node:assert/strict";
import type { EventBody } from "../../engine/protocol/event.ts";
import { hostState, numbered, untilReview, wholeTask } from "./page/sample-task.ts";
import type { PanelPage } from "./page/panel-page.ts";
import { usePanels } from "./page/use-panels.ts";

/** Up to the middle of the second of four steps. */
const working: readonly EventBody[] = [
  ...untilReview.slice(0, untilReview.findIndex(({ type }) => type === "message")),
  { type: "tool_used", step: "2", tool: "search", detail: "parseArgs\\(", failed: false },
  { type: "tool_used", step: "2", tool: "apply_patch", detail: "lib/parse.js", failed: true },
];

/** What the page asked for, without its first word. */
async function asked(panel: PanelPage): Promise<unknown> {
  return (await panel.posted()).at(-1);
}

describe("steering a task in the panel", function () {
  this.timeout(60_000);
  const panels = usePanels();
  const titles = (panel: PanelPage) => panel.page.locator("input.step-title");

  it("shows what the model does in the step that runs", async () => {
    const panel = await panels.openTask(working);
    assert.equal(await panel.page.locator(".step.running .step-detail").textContent(), "apply patch lib/parse.js (failed)");
    await panel.screenshot("steering-working");
  });

  it("lets a waiting step be given another title, with the keyboard alone", async () => {
    const panel = await panels.openTask(working);
    await titles(panel).first().focus();
    await panel.page.keyboard.press("Control+A");
    await panel.page.keyboard.type("Run all tests");
    await panel.screenshot("steering-edit");
    await panel.page.keyboard.press("Enter");
    assert.deepEqual(await asked(panel), {
      kind: "plan",
      steps: [
        { id: "3", title: "Run all tests", kind: "command", files: [], command: "npm test" },
        { id: "4", title: "Write the change to the project's memory", kind: "code_generation", files: [] },
      ],
    });
  });

  it("takes a title back with Escape, and takes none that is empty", async () => {
    const panel = await panels.openTask(working);
    const before = (await panel.posted()).length;
    await titles(panel).first().fill("Something else");
    await panel.page.keyboard.press("Escape");
    await titles(panel).first().fill(" ");
    await panel.page.keyboard.press("Enter");
    assert.deepEqual([(await panel.posted()).length, await titles(panel).first().inputValue()], [before, "Run the project's tests"]);
  });

  it("lets waiting steps be put in another order, cut and added, and no others", async () => {
    const panel = await panels.openTask(working);
    assert.equal(await titles(panel).count(), 2);
    const order = async (): Promise<readonly (string | undefined)[]> => {
      const last = (await panel.posted()).at(-1);
      return last?.kind === "plan" ? last.steps.map(({ id }) => id) : [];
    };
    await titles(panel).first().press("Alt+ArrowDown");
    assert.deepEqual(await order(), ["4", "3"]);
    await panel.page.getByRole("button", { name: "Earlier: Write the change" }).click();
    assert.deepEqual(await order(), ["4", "3"]);
    await panel.page.getByRole("button", { name: "Cut: Run the project's tests" }).click();
    assert.deepEqual(await order(), ["4"]);
    await panel.page.getByText("Add a step").click();
    assert.deepEqual(await order(), ["3", "4", undefined]);
  });

  it("holds the task, says so, and goes on", async () => {
    const panel = await panels.openTask(working);
    await panel.page.getByText("Hold", { exact: true }).click();
    assert.deepEqual(await asked(panel), { kind: "hold" });
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "task_held" }], working.length) });
    assert.match((await panel.page.locator(".plan-foot").textContent()) ?? "", /Held: nothing new begins\./);
    await panel.screenshot("steering-held");
    await panel.page.getByText("Go on", { exact: true }).click();
    assert.deepEqual(await asked(panel), { kind: "release" });
  });

  it("tells the running task with Enter, and shows what was told", async () => {
    const panel = await panels.openTask(working);
    await panel.page.locator("vscode-text-area textarea").fill("Keep the tests in JavaScript");
    await panel.page.keyboard.press("Enter");
    assert.deepEqual(await asked(panel), { kind: "say", text: "Keep the tests in JavaScript" });
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "user_message", text: "Keep the tests in JavaScript" }], working.length) });
    assert.equal(await panel.page.locator(".request").last().textContent(), "Keep the tests in JavaScript");
  });

  it("queues the next request with Ctrl+Enter, shows the queue, and lets it be thinned", async () => {
    const panel = await panels.openTask(working);
    await panel.page.locator("vscode-text-area textarea").fill("organize imports");
    await panel.page.keyboard.press("Control+Enter");
    assert.deepEqual(await asked(panel), { kind: "queue", request: "organize imports" });
    await panel.send({ kind: "state", state: { ...hostState, queue: ["organize imports", "remove unused code, and then go through the whole of the documentation and bring it up to date"] } });
    await panel.screenshot("steering-queue");
    await panel.page.getByRole("button", { name: "Remove from the queue: organize imports" }).click();
    assert.deepEqual(await asked(panel), { kind: "unqueue", index: 0 });
  });

  it("asks for a command with its dangers, and can be told to allow it from now on", async () => {
    const danger = await panels.openTask([...working, { type: "approval_requested", approval: "a1", command: "git clean -fd", reason: "It deletes files that git does not track." }]);
    assert.match((await danger.page.locator(".approval").textContent()) ?? "", /It deletes files that git does not track\./);
    assert.equal(await danger.page.getByText("Always allow").count(), 0);
    await danger.screenshot("steering-danger");
    const panel = await panels.openTask([...working, { type: "approval_requested", approval: "a1", command: "npm test -- a", rule: "npm test" }]);
    await panel.page.getByText("Always allow npm test here").click();
    assert.deepEqual(await asked(panel), { kind: "answer", approval: "a1", answer: "always" });
  });

  it("offers to undo a task that changed files, and says what came of it", async () => {
    const panel = await panels.openTask(wholeTask);
    await panel.page.getByText("Undo", { exact: true }).click();
    assert.deepEqual(await asked(panel), { kind: "undo" });
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "task_undone", restored: ["lib/index.js", "tsconfig.json"], kept: ["lib/parse.ts"] }], wholeTask.length) });
    const text = (await panel.page.locator(".outcome").textContent()) ?? "";
    assert.match(text, /Undone: 2 files are as before\. Left alone, because you changed the same lines since: lib\/parse\.ts\./);
    assert.equal(await panel.page.getByText("Undo", { exact: true }).count(), 0);
    await panel.screenshot("steering-undone");
  });
});
