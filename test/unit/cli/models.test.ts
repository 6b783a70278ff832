import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { refuses } from "../../support/model-server.ts";
import { scriptedConfiguration, type ScriptedModels, startScriptedModels } from "../../support/scripted-models.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = join(import.meta.dirname, "../../../dist/cli.js");
const models: ScriptedModels = {
  analyze: JSON.stringify({ relevant: [{ path: "sum.js", reason: "It adds." }] }),
  plan: JSON.stringify({ steps: [{ id: "1", title: "Rename sum to total", kind: "code_modification", files: ["sum.js"] }] }),
  call: { name: "rename_symbol", arguments: { from: "sum", to: "total" } },
  done: "Renamed sum to total.",
};
const canaries = { LLAMA_API_KEY: "LLM-canary-aaaaaaaaaaaa", ANTHROPIC_API_KEY: "sk-ant-canary-bbbbbbbbbbbb", OPENAI_API_KEY: "sk-canary-cccccccccccc" };

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in a throw-away project with a home folder of its own. */
async function inProject(configuration: string, use: (run: (...args: readonly string[]) => Promise<Ran>, folder: string) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder({ "home/.unified-dgm/config.yaml": configuration, "project/sum.js": "function sum(a, b) {\n  return a + b;\n}\nmodule.exports = { sum };\n" });
  const project = join(folder.path, "project");
  execFileSync("git", ["init", "-q"], { cwd: project });
  const env = { PATH: process.env["PATH"], HOME: join(folder.path, "home"), NO_COLOR: "1", ...canaries };
  const run = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], { cwd: project, env }, (error, stdout, stderr) => { resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }); });
    });
  await use(run, folder.path);
}

async function allText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "latin1")));
  return texts.join("\n");
}

describe("three models, in the terminal", () => {
  it("work on a task one after the other, each on its own API, in the words of the architecture document", async () => {
    await using server = await startScriptedModels(models);
    await inProject(scriptedConfiguration(server.url), async (run, folder) => {
      const { code, stdout } = await run("use a clearer name", "--approval-mode", "full-auto");
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^Task \S+ \(full-auto\): use a clearer name\n\[Llama Scout\] Analyzing 1 file across the codebase\.\.\.\n\[Llama Scout\] Identified 1 of 1 file as relevant\n\[Claude Sonnet\] Creating refactoring plan with 1 step\.\.\.\n\[GPT 4\.1\] Implementing step 1\/1: Rename sum to total\.\.\.\n/);
      assert.match(await readFile(join(folder, "project/sum.js"), "utf8"), /function total\(a, b\)/);
      assert.deepEqual(server.heard.map(({ path }) => path), ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/responses"]);
    });
  }).timeout(60_000);

  it("are asked only for what is needed: a small request that names its file goes straight to the plan", async () => {
    await using server = await startScriptedModels(models);
    await inProject(scriptedConfiguration(server.url), async (run) => {
      await run("use a clearer name in sum.js", "--approval-mode", "full-auto");
      assert.equal(server.heard[0]?.path, "/v1/messages");
    });
  }).timeout(60_000);

  it("are tried again when their service is overloaded, also in the built program", async () => {
    await using server = await startScriptedModels(models, (_, call) => (call < 2 ? refuses(529, { error: { type: "overloaded_error", message: "Overloaded" } }, { "retry-after-ms": "1" }) : undefined));
    await inProject(scriptedConfiguration(server.url), async (run) => {
      const { code, stdout } = await run("use a clearer name", "--approval-mode", "full-auto");
      assert.equal(code, 0, stdout);
      assert.match(stdout, /\[Llama Scout\] .* Trying again in \d+\.\d s \(attempt 3\)\.\.\./);
    });
  }).timeout(60_000);

  it("stop the task when none of them answers, and it goes on where it stopped", async () => {
    let broken = true;
    await using server = await startScriptedModels(models, (path) => (broken && path.endsWith("/responses") ? refuses(401, { error: { message: "Incorrect API key" } }) : undefined));
    await inProject(scriptedConfiguration(server.url), async (run, folder) => {
      const first = await run("use a clearer name", "--approval-mode", "full-auto");
      assert.equal(first.code, 4);
      assert.match(first.stdout, /Stopped: .*gpt-4\.1 \(openai\).*The task can be resumed where it stopped\./);
      broken = false;
      const before = server.heard.length;
      const { code, stdout } = await run("resume", "--approval-mode", "full-auto");
      assert.equal(code, 0, stdout);
      assert.deepEqual(server.heard.slice(before).map(({ path }) => path), ["/v1/responses", "/v1/responses"]);
      assert.match(await readFile(join(folder, "project/sum.js"), "utf8"), /function total\(a, b\)/);
    });
  }).timeout(60_000);

  it("never cost more than --max-cost: the task stops before the call, and says what it would have cost", async () => {
    await using server = await startScriptedModels(models);
    await inProject(scriptedConfiguration(server.url), async (run) => {
      const { code, stdout } = await run("use a clearer name in sum.js", "--approval-mode", "full-auto", "--max-cost", "0.01");
      assert.equal(code, 4);
      assert.match(stdout, /Stopped: The next call to claude-sonnet-4-20250514 may cost up to \$0\.\d+; with \$0\.00 spent it would pass max_cost, \$0\.0100\./);
      assert.equal(server.heard.length, 0);
    });
  }).timeout(60_000);

  it("leave no trace of a key in any file, any output, or the environment of a command", async () => {
    const plan = JSON.stringify({ steps: [{ id: "1", title: "Rename sum to total", kind: "code_modification", files: [] }, { id: "2", title: "Look", kind: "command", files: [], command: "env; cat /proc/self/environ /proc/*/environ; true" }] });
    await using server = await startScriptedModels({ ...models, plan }, (path, call) => (path.endsWith("/messages") && call === 1 ? refuses(500, { error: { message: `fault with ${canaries.ANTHROPIC_API_KEY}` } }, { "retry-after-ms": "1" }) : undefined));
    await inProject(scriptedConfiguration(server.url), async (run, folder) => {
      const { stdout, stderr } = await run("use a clearer name", "--approval-mode", "full-auto");
      const json = await run("rename total to sum", "--approval-mode", "full-auto", "--json");
      const listed = await run("models", "--json");
      const written = [stdout, stderr, json.stdout, json.stderr, listed.stdout, listed.stderr, await allText(folder)].join("\n");
      assert.match(written, /NO_COLOR|No command was run/);
      for (const key of Object.values(canaries)) assert.equal(written.includes(key), false);
      for (const { path, body } of server.heard) for (const key of Object.values(canaries)) assert.equal(`${path}${JSON.stringify(body)}`.includes(key), false);
    });
  }).timeout(60_000);
});

describe("unified-dgm models", () => {
  it("lists who holds which role, with window, price and key", async () => {
    await inProject("models:\n  code_generator: {provider: openai, model: gpt-4.1, fallback: {provider: anthropic, model: claude-sonnet-4-5}}\n", async (run) => {
      const { code, stdout } = await run("models");
      assert.equal(code, 0);
      assert.match(stdout, /code_generator {2}gpt-4\.1 \(openai\)\n {2}window 1M tokens · \$2 in, \$0\.5 cached, \$8 out · OPENAI_API_KEY is set\n {2}then claude-sonnet-4-5 \(anthropic\)/);
    });
  });

  it("gives the same as JSON", async () => {
    await inProject("", async (run) => {
      const { models: listed } = JSON.parse((await run("models", "--json")).stdout) as { readonly models: readonly { readonly role: string; readonly origin: string }[] };
      assert.deepEqual(listed.map(({ role, origin }) => [role, origin]), [["context_analyzer", "key"], ["reasoning_engine", "key"], ["code_generator", "key"]]);
    });
  });

  it("says which model answers a minimal call and which does not, and why", async () => {
    await using server = await startScriptedModels(models, (path) => (path.endsWith("/messages") ? refuses(401, {}) : undefined));
    await inProject(scriptedConfiguration(server.url), async (run) => {
      const { code, stdout } = await run("models", "--ping");
      assert.equal(code, 1);
      assert.deepEqual([stdout.match(/answered after \d+ ms/g)?.length, stdout.match(/no answer: .*claude-sonnet-4/g)?.length], [2, 1]);
    });
  });

  it("tells a fault of a configuration file with its place, and lists all the same", async () => {
    await inProject("security:\n  sandbox_mod: docker\n", async (run) => {
      const { code, stdout, stderr } = await run("models");
      assert.equal(code, 1);
      assert.match(stdout, /^context_analyzer /);
      assert.match(stderr, /^Warning: .*config\.yaml:2:3: There is no key "sandbox_mod" in security\. Did you mean "sandbox_mode"\?/);
    });
  });

  it("keeps the JSON alone on the standard output when a configuration file has a fault", async () => {
    await inProject("models: [\n", async (run) => {
      const { code, stdout, stderr } = await run("models", "--json");
      assert.equal(code, 1);
      const { problems } = JSON.parse(stdout) as { readonly problems: readonly unknown[] };
      assert.equal(problems.length, 1);
      assert.match(stderr, /^Warning: .*config\.yaml:1:\d+: [^\n]*\n$/);
    });
  });

  it("has a help that fits a screen, and refuses what it does not know", async () => {
    await inProject("", async (run) => {
      assert.match((await run("models", "--help")).stdout, /unified-dgm models \[--ping\]/);
      assert.deepEqual([(await run("models", "--pong")).code, (await run("models", "extra")).code], [2, 2]);
    });
  });
});
