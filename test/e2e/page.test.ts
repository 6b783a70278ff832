import type { Locator } from "playwright-core";
import assert from "node:assert/strict";
import type { ToPage } from "../../engine/protocol/panel.ts";
import type { PanelPage } from "./page/panel-page.ts";
import { hostState, untilApproval, untilReview, wholeTask } from "./page/sample-task.ts";
import { usePanels } from "./page/use-panels.ts";

const transcript = 'document.querySelector(".transcript")';

/** Tab is pressed until the focus is on `target`; fails where it never comes there. */
async function tabTo({ page }: PanelPage, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await target.and(page.locator(":focus")).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not reach ${target.toString()}`);
}

describe("the panel's page in a browser", function () {
  this.timeout(60_000);
  const panels = usePanels();

  it("asks the host for everything when it loads", async () => {
    const panel = await panels.open();
    assert.deepEqual(await panel.posted(), [{ kind: "ready" }]);
  });

  it("shows a whole task in the order in which it came up", async () => {
    const { page } = await panels.openTask(wholeTask);
    const text = await page.locator(".transcript").innerText();
    const landmarks = ["refactor this codebase", "38 files analyzed, 5 matter", "Plan", "I gave parse()", "package.json changed while", "6 changed files", "1) keeps what follows", "Exit code 1", "3 passing", "Exit code 0", "Completed"];
    const places = landmarks.map((landmark) => text.indexOf(landmark));
    assert.deepEqual(places, [...places].sort((a, b) => a - b));
    assert.ok(!places.includes(-1), `missing: ${landmarks.filter((_, index) => places[index] === -1).join(", ")}`);
  });

  it("sends a typed request with Enter and breaks the line with Shift+Enter", async () => {
    const panel = await panels.openIdle();
    await tabTo(panel, panel.page.getByRole("textbox", { name: "Request" }));
    await panel.page.keyboard.type("rename a");
    await panel.page.keyboard.press("Shift+Enter");
    await panel.page.keyboard.type("to b");
    await panel.page.keyboard.press("Enter");
    assert.deepEqual((await panel.posted()).at(-1), { kind: "submit", request: "rename a\nto b" });
  });

  it("puts an example into the text area, to be read before it is sent", async () => {
    const panel = await panels.openIdle();
    await panel.page.getByRole("button", { name: "convert to async/await" }).click();
    await panel.settle();
    assert.equal(await panel.page.getByRole("textbox", { name: "Request" }).inputValue(), "convert to async/await");
    assert.deepEqual(await panel.posted(), [{ kind: "ready" }]);
  });

  it("cancels a running task", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.page.getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "cancel" });
  });

  it("is worked by keyboard alone: through the files, opening, accepting and rejecting", async () => {
    const panel = await panels.openTask(untilReview);
    const { page } = panel;
    await tabTo(panel, page.getByRole("button", { name: /^Open the changes of lib\/index.js/u }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.deepEqual((await panel.posted()).slice(1), [
      { kind: "review", path: "lib/parse.ts" },
      { kind: "decide", decision: "accept", path: "lib/parse.ts" },
      { kind: "decide", decision: "reject", path: "lib/index.ts" },
      { kind: "review" },
    ]);
  });

  it("moves the focus to the next file when the focused one is decided", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.page.getByRole("button", { name: /^Accept lib\/index.js/u }).focus();
    await panel.sendEvents([{ type: "file_accepted", path: "lib/index.ts", base: "A", proposed: "A", pending: 0 }], untilReview.length);
    assert.equal(await panel.page.locator(":focus").getAttribute("aria-label"), "Accept lib/parse.js → lib/parse.ts");
  });

  it("accepts and rejects everything that is left", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.page.getByRole("button", { name: "Accept all" }).click();
    await panel.page.getByRole("button", { name: "Reject all" }).click();
    assert.deepEqual((await panel.posted()).slice(1), [{ kind: "decide", decision: "accept" }, { kind: "decide", decision: "reject" }]);
  });

  it("answers the question for a command once", async () => {
    const panel = await panels.openTask([...untilReview, ...untilApproval]);
    const run = panel.page.getByRole("button", { name: "Run in sandbox" });
    await run.click();
    await run.click({ force: true });
    assert.deepEqual((await panel.posted()).slice(1), [{ kind: "answer", approval: "a1", answer: "approved" }]);
  });

  it("shows the approval mode that the host says, and asks the host for another", async () => {
    const panel = await panels.openIdle();
    const mode = panel.page.getByRole("combobox", { name: "Approval mode" });
    await tabTo(panel, mode);
    await panel.page.keyboard.press("ArrowDown");
    await panel.send({ kind: "state", state: hostState } satisfies ToPage);
    assert.deepEqual((await panel.posted()).at(-1), { kind: "set_mode", mode: "auto-edit" });
    assert.equal(await panel.page.evaluate('document.querySelector("vscode-dropdown").value'), "suggest");
  });

  it("offers to open a folder where none is open", async () => {
    const panel = await panels.openIdle({ ...hostState, workspace: undefined });
    await panel.page.getByRole("button", { name: "Open folder" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "open_folder" });
  });

  it("says which of a window's folders the next task works in, and lets another be chosen", async () => {
    const panel = await panels.openIdle({ ...hostState, workspace: "api", several: true });
    await panel.page.getByRole("button", { name: "Folder: api. Choose another" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "choose_folder" });
  });

  it("asks for a folder where it is open which of several is meant", async () => {
    const panel = await panels.openIdle({ ...hostState, workspace: "", several: true });
    assert.equal(await panel.page.getByRole("button", { name: "Folder: Choose a folder" }).count(), 1);
    assert.match(await panel.page.locator(".welcome").innerText(), /a change to one of your folders/u);
  });

  it("says which folder a task works in, where the window has several", async () => {
    const panel = await panels.openTask(untilReview);
    assert.equal(await panel.page.locator(".request .where").count(), 0);
    await panel.send({ kind: "state", state: { ...hostState, several: true } } satisfies ToPage);
    assert.equal(await panel.page.locator(".request .where").innerText(), "in sample-project");
  });

  it("offers to take up or to throw away what an interrupted task left, and has nothing that pretends to run", async () => {
    const panel = await panels.openTask([...untilReview, { type: "task_finished", outcome: "stopped", summary: "Interrupted." }]);
    assert.equal(await panel.page.locator(".spin").count(), 0);
    assert.equal(await panel.page.getByRole("button", { name: /Cancel|Accept|Reject/u }).count(), 0);
    await panel.page.getByRole("button", { name: "Resume review" }).click();
    await panel.page.getByRole("button", { name: "Discard" }).click();
    assert.deepEqual((await panel.posted()).slice(1), [{ kind: "review" }, { kind: "discard" }]);
  });

  it("explains the limited mode of a workspace that is not trusted", async () => {
    const panel = await panels.openIdle({ ...hostState, trusted: false });
    await panel.page.getByRole("button", { name: "Manage workspace trust" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "manage_trust" });
  });

  it("is as it was after it was hidden: draft, folded sections, scroll position", async () => {
    const panel = await panels.openTask(wholeTask);
    const { page } = panel;
    await page.getByRole("textbox", { name: "Request" }).fill("what I was about to ask");
    await page.locator("summary", { hasText: "38 files analyzed" }).click();
    await page.locator("summary", { hasText: "Plan" }).click();
    await page.evaluate(`${transcript}.scrollTop = 40`);
    await page.waitForTimeout(400);
    await page.reload();
    await panel.send({ kind: "state", state: hostState } satisfies ToPage);
    await panel.send({ kind: "task_opened", task: "t1" } satisfies ToPage);
    await panel.sendEvents(wholeTask);
    assert.equal(await page.getByRole("textbox", { name: "Request" }).inputValue(), "what I was about to ask");
    assert.equal(await page.getByText("Parses the arguments").isVisible(), true);
    assert.equal(await page.getByText("Convert CommonJS modules").isVisible(), false);
    assert.equal(await page.evaluate(`${transcript}.scrollTop`), 40);
  });

  it("gives a request back when the host could not take it", async () => {
    const panel = await panels.openIdle();
    await panel.page.getByRole("textbox", { name: "Request" }).fill("rename a to b");
    await panel.page.keyboard.press("Enter");
    await panel.send({ kind: "failure", text: "The engine could not start." } satisfies ToPage);
    assert.equal(await panel.page.getByRole("textbox", { name: "Request" }).inputValue(), "rename a to b");
  });

  it("takes a request of the host into the text area, focused", async () => {
    const panel = await panels.openIdle();
    await panel.send({ kind: "focus_request", text: "organize imports" } satisfies ToPage);
    assert.equal(await panel.page.getByRole("textbox", { name: "Request" }).inputValue(), "organize imports");
    assert.equal(await panel.page.getByRole("textbox", { name: "Request" }).and(panel.page.locator(":focus")).count(), 1);
  });

  it("says each phase once, politely, in one live region", async () => {
    const panel = await panels.openTask(untilReview);
    const regions = panel.page.locator("[aria-live], [role=status], [role=alert], [role=log]");
    assert.equal(await regions.count(), 1);
    assert.equal(await regions.textContent(), "6 files to review.");
    await panel.sendEvents(untilApproval, untilReview.length);
    assert.equal(await regions.textContent(), "Approval needed to run npm test -- --reporter spec.");
  });
});
