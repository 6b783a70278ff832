import assert from "node:assert/strict";
import type { EventBody } from "../../engine/protocol/event.ts";
import { untilReview, wholeTask } from "./page/sample-task.ts";
import { usePanels } from "./page/use-panels.ts";

const log = 'document.querySelector("dgm-log")';

describe("the panel's page under bad input and much input", function () {
  this.timeout(60_000);
  const panels = usePanels();

  it("runs under its content policy without a violation or an error", async () => {
    assert.deepEqual(await (await panels.openTask(wholeTask)).faults(), []);
  });

  it("ignores a message that is none, and says so", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.send({ kind: "events", task: 7 });
    assert.match(await panel.page.locator(".banner.error").innerText(), /does not understand, and ignored it/u);
    assert.match(await panel.page.locator(".transcript").innerText(), /6 proposed files/u);
  });

  it("goes on after an event that is none, and says so", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.send({ kind: "events", task: "t1", events: [{ type: "message", seq: 99 }, "nothing", null] });
    assert.match(await panel.page.locator(".banner.error").innerText(), /got an event that it does not understand/u);
    await panel.sendEvents([{ type: "message", role: "code_generator", text: "still here" }], untilReview.length);
    assert.match(await panel.page.locator(".transcript").innerText(), /still here/u);
  });

  it("names what a newer version wrote", async () => {
    const panel = await panels.openTask(untilReview);
    await panel.send({ kind: "events", task: "t1", events: [{ type: "hologram_shown", seq: 99, time: "2026-01-01T00:00:00Z" }] });
    assert.match(await panel.page.locator(".transcript").innerText(), /newer version wrote parts of this task .* hologram_shown/u);
  });

  it("shows hostile paths, commands, output and messages as text, their hidden characters visible", async () => {
    const script = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
    const panel = await panels.openTask([
      { type: "task_started", task: "t1", request: script, approvalMode: "suggest", workspace: script },
      { type: "analysis_finished", files: 1, relevant: [{ path: script, reason: script }] },
      { type: "plan_created", steps: [{ id: "1", title: script, kind: "command", files: [] }] },
      { type: "message", role: "code_generator", text: `${script}\n\n\`${script}\`\n\n\`\`\`\n${script}\n\`\`\`` },
      { type: "warning", text: script },
      { type: "file_proposed", path: `src/${script}\u202Etxt.js`, kind: "created", base: null, proposed: "B", pending: 1, added: 1, removed: 0 },
      { type: "command_started", run: "r1", command: `echo ${script}\u0000\u2066`, backend: script },
      { type: "command_output", run: "r1", stream: "stdout", text: `${script}\u001b]8;;javascript:alert(1)\u0007link\u001b]8;;\u0007\u001b]0;title\u0007\u202Eevil` },
      { type: "approval_requested", approval: "a1", command: `rm -rf \u202E${script}` },
    ]);
    const text = await panel.page.locator(".transcript").innerText();
    assert.equal(await panel.page.evaluate("window.pwned"), undefined);
    assert.equal(await panel.page.locator(".transcript img, .transcript script, .transcript a").count(), 0);
    assert.match(text, /⟨U\+202E⟩txt\.js/u);
    assert.match(text, /rm -rf ⟨U\+202E⟩</u);
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069]|javascript:/u);
    assert.deepEqual(await panel.faults(), []);
  });

  it("takes 10,000 outputs one by one, keeps answering, and keeps a bounded page", async () => {
    const panel = await panels.openTask([...untilReview, { type: "command_started", run: "r1", command: "yes", backend: "bubblewrap" }]);
    const longestFrame = await panel.page.evaluate(`(async () => {
      let longest = 0, last = performance.now(), going = true;
      const frame = () => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; if (going) requestAnimationFrame(frame); };
      requestAnimationFrame(frame);
      for (let chunk = 0; chunk < 10000; chunk += 1) {
        const text = chunk + " " + "x".repeat(60) + "\\u001b[3" + (chunk % 8) + "mcolor\\u001b[0m\\n";
        window.postMessage({ kind: "events", task: "t1", events: [{ type: "command_output", run: "r1", stream: chunk % 7 === 0 ? "stderr" : "stdout", text, seq: ${untilReview.length + 1} + chunk, time: "2026-01-01T00:00:00Z" }] }, "*");
        if (chunk % 50 === 0) await new Promise((done) => setTimeout(done));
      }
      await new Promise((done) => setTimeout(done, 300));
      going = false;
      return longest;
    })()`);
    console.log(`        (longest frame ${Math.round(Number(longestFrame))} ms)`);
    const text = String(await panel.page.evaluate(`${log}.textContent`));
    assert.match(text, /9999 xxx/u);
    assert.match(await panel.page.locator(".log-note").innerText(), /^The first [\d,]+ characters are not shown here/u);
    assert.ok(text.length < 250_000);
    assert.ok((await panel.page.locator(".log-line").count()) <= 5_100);
    await panel.page.getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual((await panel.posted()).at(-1), { kind: "cancel" });
  });

  it("follows the end of the output until the user scrolls up", async () => {
    const output = (text: string): EventBody => ({ type: "command_output", run: "r1", stream: "stdout", text });
    const panel = await panels.openTask([{ type: "command_started", run: "r1", command: "yes", backend: "bubblewrap" }, output("line\n".repeat(200))]);
    for (let sent = 2; sent < 6; sent += 1) await panel.sendEvents([output("more\n".repeat(50))], sent);
    assert.ok(Number(await panel.page.evaluate(`${log}.scrollHeight - ${log}.scrollTop - ${log}.clientHeight`)) < 2);
    await panel.page.evaluate(`${log}.scrollTop = 100`);
    await panel.sendEvents([output("more\n".repeat(50))], 6);
    assert.equal(await panel.page.evaluate(`${log}.scrollTop`), 100);
  });
});
