import assert from "node:assert/strict";
import type { EventBody } from "../../engine/protocol/event.ts";
import { untilReview } from "./page/sample-task.ts";
import { themeNames } from "./page/themes.ts";
import { usePanels } from "./page/use-panels.ts";

const started = untilReview.slice(0, 5);
const call = { call: "c1", role: "code_generator", provider: "openai", model: "gpt-4.1" } as const;
const spent: readonly EventBody[] = [
  { type: "model_call_finished", call: "a", role: "context_analyzer", provider: "meta", model: "Llama-4-Scout-17B-16E-Instruct-FP8", usage: { input: 412_000, cachedInput: 0, cacheWrite: 0, output: 900, reasoning: 0 }, cost: 0, durationMs: 900 },
  { type: "model_call_finished", call: "b", role: "reasoning_engine", provider: "anthropic", model: "claude-sonnet-4-20250514", usage: { input: 21_300, cachedInput: 12_000, cacheWrite: 0, output: 2_400, reasoning: 800 }, cost: 67_500_000_000, durationMs: 900 },
  { type: "model_call_finished", ...call, usage: { input: 8_100, cachedInput: 0, cacheWrite: 0, output: 640, reasoning: 0 }, cost: 21_320_000_000, durationMs: 900 },
];
const answering: readonly EventBody[] = [
  { type: "model_call_started", ...call, stage: "implement" },
  { type: "model_output", call: "c1", kind: "reasoning", text: "The parser returns a dictionary, so its keys need a type of their own.\nI start with the options, because everything else reads them." },
];
const retrying: readonly EventBody[] = [{ type: "model_call_retried", role: "code_generator", model: "gpt-4.1", attempt: 3, delayMs: 2_400, reason: "gpt-4.1 (openai) is overloaded (status 529)." }];

describe("the panel's page on the models", function () {
  this.timeout(60_000);
  const panels = usePanels();

  it("shows what a model thinks while it thinks, and no longer", async () => {
    const panel = await panels.openTask([...started, ...answering]);
    assert.match(await panel.page.locator(".model-call").innerText(), /Code generator thinks[\s\S]*everything else reads them\./);
    const after = await panels.openTask([...started, ...answering, ...spent]);
    assert.equal(await after.page.locator(".model-call").count(), 0);
  });

  it("says that a call is tried again, and why", async () => {
    const panel = await panels.openTask([...started, ...retrying]);
    assert.match(await panel.page.locator(".status").innerText(), /overloaded.*Trying again \(3\)/s);
  });

  it("shows the cost as the sum of the usage records, and per role when it is opened", async () => {
    const panel = await panels.openTask([...started, ...spent]);
    const section = panel.page.locator(".spending");
    assert.match(await section.innerText(), /\$0\.0888\s+441\.4k tokens in, 3\.9k tokens out/);
    await section.locator("summary").click();
    await section.locator("li").first().waitFor();
    assert.match(await section.innerText(), /Reasoning engine claude-sonnet-4-20250514\s+\$0\.0675\s+1 call, 21\.3k tokens in \(12\.0k tokens cached\), 2\.4k tokens out/);
  });

  it("offers to go on with a task that was stopped, and asks the host for it", async () => {
    const panel = await panels.openTask([...started, { type: "task_finished", outcome: "stopped", summary: "gpt-4.1 (openai) has no quota left." }]);
    await panel.page.getByRole("button", { name: "Resume" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "resume" });
    const done = await panels.openTask([...started, { type: "task_finished", outcome: "completed", summary: "Done." }]);
    assert.equal(await done.page.getByRole("button", { name: "Resume" }).count(), 0);
  });

  it("shows no cost where no language model worked", async () => {
    assert.equal(await (await panels.openTask(started)).page.locator(".spending").count(), 0);
  });

  for (const theme of themeNames) {
    it(`fits a narrow panel in the ${theme} theme`, async () => {
      const panel = await panels.openTask([...started, ...spent, ...answering], { theme, width: 320, height: 900 });
      await panel.page.locator(".spending summary").click();
      await panel.screenshot(`panel-${theme}-models-320`);
      assert.equal(await panel.page.evaluate("document.documentElement.scrollWidth"), 320);
      assert.deepEqual(await panel.faults(), []);
    });
  }
});
