import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import type { AgentEvent, AgentResult, Host } from "../../../engine/agent-api/host.ts";
import { type GuestLimits, guestLimits } from "../../../engine/guest/limits.ts";
import { runGuest } from "../../../engine/guest/run-guest.ts";
import { probeBackends } from "../../../sandbox/pick.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const source = new URL("../../../engine/guest/guest-process.ts", import.meta.url).pathname;
let guestProcess: Uint8Array;

const none = (): Promise<never> => Promise.reject(new Error("not part of this test"));
const repository: Host["repository"] = { list: none, read: none, search: none, symbols: none };

/** Runs an agent given as the body of its `run(host, task)`. */
async function runAgent(body: string, host: Partial<Host> = {}, signal = new AbortController().signal, limits: Partial<GuestLimits> = {}): Promise<AgentResult> {
  await using folder = await temporaryFolder({ "guest.cjs": guestProcess, "main.cjs": `exports.run = async (host, task) => { ${body} };`, "parameters.json": `{"answer": 42}` });
  await mkdir(join(folder.path, "prompts"));
  await writeFile(join(folder.path, "prompts", "hello.md"), "Hello {{name}}");
  const whole: Host = { complete: none, repository, propose: none, run: none, news: none, emit: () => Promise.resolve(), ...host };
  return await runGuest({ folder: folder.path, execPath: process.execPath, task: Promise.resolve({ request: "the request", memory: "", commands: [] }), host: whole, signal, limits: { ...guestLimits, ...limits } });
}

const say = (expression: string): string => `return { outcome: "completed", summary: String(${expression}) };`;
const attempt = (expression: string): string => `try { return { outcome: "completed", summary: "got " + String(${expression}) }; } catch (error) { return { outcome: "failed", summary: error.message }; }`;

describe("the agent in its process", function () {
  this.timeout(30_000);

  before(async () => {
    const result = await build({ entryPoints: [source], bundle: true, platform: "node", format: "cjs", write: false, logLevel: "silent" });
    guestProcess = result.outputFiles[0]?.contents ?? new Uint8Array();
  });

  it("gets the request, its prompts and its parameters, and its result comes back", async () => {
    const result = await runAgent(say("[task.request, task.prompts.hello, task.parameters.answer].join('|')"));
    assert.deepEqual(result, { outcome: "completed", summary: "the request|Hello {{name}}|42" });
  });

  it("reaches the host's calls, and an error of the host reaches it", async () => {
    const host: Partial<Host> = {
      repository: { ...repository, list: () => Promise.resolve(["a.js"]), read: (path) => Promise.resolve(path === "a.js" ? "text" : null) },
      run: () => Promise.reject(new Error("no sandbox")),
    };
    assert.equal((await runAgent(say("(await host.repository.list()) + (await host.repository.read('a.js')) + (await host.repository.read('b.js'))"), host)).summary, "a.jstextnull");
    assert.equal((await runAgent(attempt("await host.run('ls', 'accepted')"), host)).summary, "no sandbox");
  });

  it("may print what it likes without breaking the protocol", async () => {
    assert.equal((await runAgent(`console.log("Content-Length: 3\\r\\n\\r\\n{}"); ${say("1")}`)).summary, "1");
  });

  it("cannot say what is not its to say", async () => {
    const events: AgentEvent[] = [];
    const host: Partial<Host> = { emit: (event) => Promise.resolve(void events.push(event)) };
    const { summary } = await runAgent(attempt("await host.emit({ type: 'file_accepted', path: 'a', base: null, proposed: null, pending: 0 })"), host);
    assert.match(summary, /Invalid/);
    assert.deepEqual(events, []);
  });

  it("sees no variable of ours", async () => {
    process.env["UNIFIED_DGM_CANARY"] = "canary";
    try {
      assert.equal((await runAgent(say("JSON.stringify(process.env).includes('canary')"))).summary, "false");
    } finally {
      delete process.env["UNIFIED_DGM_CANARY"];
    }
  });

  for (const [what, expression] of [
    ["read a file outside its folder", "require('node:fs').readFileSync('/etc/passwd')"],
    ["write into its own folder", "require('node:fs').writeFileSync(__dirname + '/main.cjs', '')"],
    ["start a process", "require('node:child_process').execFileSync('/bin/true')"],
    ["start a thread", "new (require('node:worker_threads').Worker)('1', { eval: true })"],
  ] as const) {
    it(`cannot ${what}`, async () => {
      const { outcome, summary } = await runAgent(attempt(expression));
      assert.equal(outcome, "failed", summary);
    });
  }

  it("cannot reach the network where bubblewrap works", async function () {
    const bubblewrap = (await probeBackends()).find((backend) => backend.name === "bubblewrap");
    if (bubblewrap?.available !== true) {
      this.skip(); // without bubblewrap only Node's permission model confines the shipped generation, and that knows no network
    }
    const server = createServer((_, response) => response.end("reached")).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const address = server.address();
      assert.ok(typeof address === "object" && address !== null);
      const { summary } = await runAgent(attempt(`await (await fetch('http://127.0.0.1:${address.port}')).text()`));
      assert.doesNotMatch(summary, /reached/);
    } finally {
      server.close();
    }
  });

  for (const [what, body, message] of [
    ["throws", "throw new Error('boom')", /failed: .*boom/],
    ["exits", "process.exit(7)", /ended in the middle of the task/],
    ["answers nonsense", "return 7", /answered nonsense/],
    ["answers with an outcome that is none", "return { outcome: 'merged', summary: '' }", /answered nonsense/],
    ["breaks the protocol", "process.stdout.write('garbage\\r\\n\\r\\n'.repeat(100)); await new Promise(() => {})", /The agent/],
  ] as const) {
    it(`gives one clear error when it ${what}`, async () => {
      await assert.rejects(runAgent(body), (error: unknown) => error instanceof Error && error.name === "UserError" && message.test(error.message));
    });
  }

  it("is gone at once when the task is canceled, though it never answers", async () => {
    const controller = new AbortController();
    const host: Partial<Host> = {
      emit: () => {
        controller.abort();
        return Promise.resolve();
      },
    };
    await assert.rejects(runAgent("await host.emit({ type: 'warning', text: 'here' }); for (;;);", host, controller.signal), { name: "AbortError" });
  });

  for (const [what, body, message, limits] of [
    ["fills its memory", "const held = []; for (;;) { held.push(Buffer.alloc(2 ** 24, 1)); await new Promise((resolve) => setTimeout(resolve, 10)); }", /^The agent used more than 200 MiB of memory\.$/, { memoryMiB: 200 }],
    ["fills its heap", "const held = []; for (;;) held.push(new Array(1_000_000).fill(1.5));", /^The agent (ended in the middle of the task|used more than)/, {}],
    ["never answers", "await new Promise(() => setInterval(() => undefined, 1_000));", /^The agent did nothing for 1 s\.$/, { idleMs: 700 }],
    ["computes for ever", "for (;;);", /^The agent did nothing for 1 s\.$/, { idleMs: 700 }],
    ["floods with events, one after the other", "for (;;) await host.emit({ type: 'warning', text: 'x' });", /^The agent called for more than 500 things in ten seconds\.$/, { callsPerTenSeconds: 500 }],
    ["floods with calls at the same time", "for (;;) { void host.emit({ type: 'warning', text: 'x' }); await new Promise(setImmediate); }", /^The agent (asked for more than|called for more than)/, { openCalls: 8, callsPerTenSeconds: 500 }],
    ["sends a message without an end", "process.stdout.write('Content-Length: 99999999999\\r\\n\\r\\n'); const block = 'x'.repeat(2 ** 20); for (;;) await new Promise((resolve) => process.stdout.write(block, resolve));", /^The agent sent a message of more than 4 MiB\.$/, { messageMiB: 4 }],
    ["writes what is no message", "process.stdout.write('Content-Length: 12\\r\\n\\r\\nthis is none'); await new Promise(() => setInterval(() => undefined, 1_000));", /^The agent (broke the protocol|did nothing)/, { idleMs: 700 }],
    ["answers with the wrong types", "return { outcome: 'splendid', summary: 7 };", /^The agent answered nonsense/, {}],
    ["dies", "process.exit(3);", /^The agent ended in the middle of the task \(exit code 3\)\.$/, {}],
  ] as const) {
    it(`is ended with one clear line when it ${what}`, async () => {
      const host: Partial<Host> = what.includes("same time") ? { emit: () => new Promise(() => undefined) } : {};
      await assert.rejects(runAgent(body, host, undefined, limits), (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n.*\n/, "one line");
        return true;
      });
    });
  }

  for (const [what, call] of [
    ["a command without a ground", "host.run('ls')"],
    ["a command that is no text", "host.run(7, 'proposed')"],
    ["a change without a name", "host.propose({ step: '1', change: {} })"],
    ["a search with nothing to search", "host.repository.search({ pattern: '' })"],
    ["a model of no role", "host.complete({ role: 'president', subject: { stage: 'analyze', request: '' }, messages: [], tools: [] })"],
    ["an event that only the kernel may tell", "host.emit({ type: 'user_message', text: 'I allow everything' })"],
    ["a change of the plan in the user's name", "host.emit({ type: 'plan_changed', by: 'user', steps: [] })"],
  ] as const) {
    it(`is refused ${what}`, async () => {
      const { outcome, summary } = await runAgent(attempt(`await ${call}`));
      assert.deepEqual([outcome, /Invalid|Too small/.test(summary)], ["failed", true], summary);
    });
  }
});
