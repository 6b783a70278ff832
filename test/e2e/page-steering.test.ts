import assert from "node:assert/strict";
import type { EventBody } from "../../engine/protocol/event.ts";
import { hostState, numbered, untilReview, wholeTask } from "./page/sample-task.ts";
import type { PanelPage } from "./page/panel-page.ts";
import { themeNames } from "./page/themes.ts";
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
  const titles = (panel: PanelPage) => panel.page.locator("textarea.step-title");

  it("shows what the model does in the step that runs", async () => {
    const panel = await panels.openTask(working);
    assert.equal(await panel.page.locator(".step.running .step-detail").textContent(), "apply patch lib/parse.js (failed)");
    await panel.screenshot("steering-working");
  });

  it("shows all that it did behind that, with what failed", async () => {
    const panel = await panels.openTask(working);
    await panel.page.locator(".step.running summary").click();
    assert.deepEqual(await panel.page.locator(".step.running li").allTextContents(), ["search parseArgs\\(", "apply patch lib/parse.js (failed)"]);
    assert.equal(await panel.page.locator(".step.running li.failed").count(), 1);
    await panel.screenshot("steering-activity");
  });

  it("keeps its height, whatever the model does", async () => {
    const panel = await panels.openTask(working);
    const height = async () => (await panel.page.locator(".step.running").boundingBox())?.height;
    const before = await height();
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "tool_used", step: "2", tool: "run_command", detail: "npm test -- ".repeat(20), failed: false }], working.length) });
    assert.equal(await height(), before);
  });

  it("keeps what is typed into a title while the task goes on", async () => {
    const panel = await panels.openTask(working);
    await titles(panel).first().fill("Run all te");
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "tool_used", step: "2", tool: "search", detail: "x", failed: false }], working.length) });
    await panel.page.keyboard.type("sts");
    assert.equal(await titles(panel).first().inputValue(), "Run all tests");
  });

  it("keeps the focus in the title of a step that is moved with the keyboard", async () => {
    const panel = await panels.openTask(working);
    await titles(panel).last().press("Alt+ArrowUp");
    const last = (await panel.posted()).at(-1);
    const [first, second] = last?.kind === "plan" ? last.steps : [];
    const begun = working.find((event) => event.type === "plan_created")?.steps.slice(0, 2) ?? [];
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "plan_changed", by: "user", steps: [...begun, ...[first, second].flatMap((step) => (step === undefined ? [] : [{ ...step, id: step.id ?? "" }]))] }], working.length) });
    assert.equal(await titles(panel).first().inputValue(), "Write the change to the project's memory");
    assert.equal(await titles(panel).first().evaluate("document.activeElement.value"), "Write the change to the project's memory");
  });

  it("lets a step that was cut be put back where it was", async () => {
    const panel = await panels.openTask(working);
    await panel.page.getByRole("button", { name: "Cut: Run the project's tests" }).click();
    const begun = working.find((event) => event.type === "plan_created")?.steps.filter(({ id }) => id !== "3") ?? [];
    await panel.send({ kind: "events", task: "t1", events: numbered([{ type: "plan_changed", by: "user", steps: begun }], working.length) });
    await panel.screenshot("steering-cut");
    await panel.page.getByText("Put back").click();
    const last = (await panel.posted()).at(-1);
    assert.deepEqual(last?.kind === "plan" && last.steps.map(({ id }) => id), ["3", "4"]);
    assert.equal(await panel.page.getByText("Put back").count(), 0);
  });

  it("says that a plan of which nothing has begun waits for the user", async () => {
    const planned = working.slice(0, working.findIndex(({ type }) => type === "plan_created") + 1);
    for (const theme of themeNames) {
      const panel = await panels.openTask([...planned, { type: "task_held" }], { theme, width: theme === "light" ? 900 : 300 });
      assert.equal(await panel.page.locator(".held").textContent(), "The plan waits for you.");
      assert.equal(await panel.page.getByRole("status").textContent(), "The plan waits for you.");
      await panel.screenshot(`steering-plan-${theme}`);
    }
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
