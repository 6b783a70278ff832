import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEventLog } from "../../engine/log/event-log.ts";
import { repositoryRoot } from "../../scripts/paths.ts";
import { run, runOrThrow } from "../../scripts/process/run.ts";
import { startConversation } from "../support/conversation.ts";
import type { ModelServer } from "../support/model-server.ts";
import { scriptedConfiguration } from "../support/scripted-models.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { withEnvironment } from "./harness/with-environment.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

const request = "say hello in a file, and greet with it";
const plan = { steps: [{ id: "1", title: "Write the greeting", kind: "code_modification", files: ["greet.js", "hello.txt"], check: "node greet.js" }] };
const patch = "*** Begin Patch\n*** Add File: hello.txt\n+hello\n*** Update File: greet.js\n@@\n-console.log();\n+console.log(require(\"node:fs\").readFileSync(\"hello.txt\", \"utf8\"));\n*** End Patch";
const keys = { LLAMA_API_KEY: "key", ANTHROPIC_API_KEY: "key", OPENAI_API_KEY: "key" };

describe("the same task in VS Code and in the terminal", function () {
  this.timeout(120_000);
  let temporary: string;
  let server: ModelServer;
  let workbench: Workbench | undefined;
  keepPicturesOfFailures(() => workbench);

  const folder = (front: string) => join(temporary, front, "project");
  /** What happened in the only task, without what tells one run from another: names, moments and measures. */
  const story = async (front: string): Promise<readonly unknown[]> => {
    const sessions = join(folder(front), ".unified-dgm", "sessions");
    const logs = (await readdir(sessions)).filter((name) => name.endsWith(".jsonl"));
    assert.equal(logs.length, 1);
    const { events } = await readEventLog(join(sessions, logs.join()));
    const ofTheRun = new Set(["task", "call", "run", "time", "durationMs"]);
    return events.map((event): unknown => JSON.parse(JSON.stringify(event, (key, value: unknown) => (ofTheRun.has(key) ? undefined : typeof value === "string" ? value.replaceAll(folder(front), "PROJECT") : value))));
  };
  const files = async (front: string): Promise<readonly (readonly [string, string])[]> => {
    const names = (await readdir(folder(front), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder(front).length + 1));
    const users = names.filter((name) => !/^\.(git|unified-dgm)\//.test(name)).sort();
    return Promise.all(users.map(async (name) => [name, await readFile(join(folder(front), name), "utf8")] as const));
  };

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    server = await startConversation({
      context_analyzer: () => JSON.stringify({ relevant: [{ path: "greet.js", reason: "It greets." }] }),
      reasoning_engine: () => JSON.stringify(plan),
      code_generator: (_, body) => (body.includes("function_call_output") ? "Wrote the greeting." : [{ name: "apply_patch", arguments: { patch } }]),
    });
    const original = join(temporary, "original");
    await mkdir(original);
    await writeFile(join(original, "greet.js"), "// Greets.\r\nconsole.log();\r\n");
    await writeFile(join(original, "package.json"), '{ "name": "greeter" }\n');
    await runOrThrow("git", ["init", "-q"], { cwd: original });
    for (const front of ["vscode", "terminal"]) {
      await cp(original, folder(front), { recursive: true });
      await mkdir(join(temporary, front, "home", ".unified-dgm"), { recursive: true });
      await writeFile(join(temporary, front, "home", ".unified-dgm", "config.yaml"), `${scriptedConfiguration(server.url)}security: { sandbox_mode: bubblewrap }\n`);
    }
  });
  after(async () => {
    await workbench?.close();
    await server[Symbol.asyncDispose]();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  it("leaves the same events and the same bytes", async () => {
    workbench = await withEnvironment({ HOME: join(temporary, "vscode", "home"), ...keys }, () => openWorkbench({ name: "same-task", folder: folder("vscode"), extensionDevelopmentPath: repositoryRoot, settings: { "unifiedDgm.approvalMode": "full-auto" } }));
    await workbench.page.locator(".statusbar-item", { hasText: "DGM" }).waitFor();
    await workbench.runCommand("Unified DGM: Open Panel");
    const panel = await workbench.webviewFrame("Task");
    await panel.locator("vscode-text-area textarea").fill(request);
    await panel.locator("vscode-text-area textarea").press("Enter");
    await panel.locator(".outcome").waitFor();

    const { code, output } = await run(process.execPath, [join(repositoryRoot, "dist", "cli.js"), request, "--approval-mode", "full-auto", "--json"], { cwd: folder("terminal"), env: { ...process.env, HOME: join(temporary, "terminal", "home"), ...keys } });
    assert.equal(code, 0, output);
    assert.deepEqual(await files("vscode"), await files("terminal"));
    assert.deepEqual((await files("terminal")).find(([name]) => name === "hello.txt"), ["hello.txt", "hello\n"]);
    assert.deepEqual(await story("vscode"), await story("terminal"));
  });
});
