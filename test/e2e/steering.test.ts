import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { readEventLog } from "../../engine/log/event-log.ts";
import type { TaskEvent } from "../../engine/protocol/event.ts";
import { repositoryRoot } from "../../scripts/paths.ts";
import { runOrThrow } from "../../scripts/process/run.ts";
import { inOrder, startConversation, type Turn } from "../support/conversation.ts";
import type { ModelServer } from "../support/model-server.ts";
import { scriptedConfiguration } from "../support/scripted-models.ts";
import { keepPicturesOfFailures } from "./harness/failure-picture.ts";
import { withEnvironment } from "./harness/with-environment.ts";
import { openWorkbench, type Workbench } from "./harness/workbench.ts";

const command = (id: string) => ({ id, title: `Look at alpha, time ${id}`, kind: "command", files: [], command: "node check.js" });
const firstPlan = {
  steps: [
    { id: "1", title: "Write alpha", kind: "code_generation", files: ["alpha.txt"] },
    { id: "2", title: "Write beta", kind: "code_generation", files: ["beta.txt"] },
    command("3"),
    command("4"),
  ],
};
const write: Turn = [{ name: "apply_patch", arguments: { patch: "*** Begin Patch\n*** Add File: alpha.txt\n+ALPHA\n*** End Patch" } }];

/** One story, told in its order: each test goes on where the one before ended. */
describe("steering a task in VS Code", function () {
  this.timeout(120_000);
  this.bail(true);
  let temporary: string;
  let folder: string;
  let server: ModelServer;
  let workbench: Workbench;
  let panel: Frame;
  /** The code generator answers once the test has told it something. */
  const told = Promise.withResolvers<undefined>();
  keepPicturesOfFailures(() => workbench);

  const draft = () => panel.locator("vscode-text-area textarea");
  /** What the models of one role were asked so far. */
  const asked = (ending: string): readonly string[] => server.heard.filter(({ path }) => path.endsWith(ending)).map(({ body }) => JSON.stringify(body));

  /** What happened in the first task. */
  const events = async (): Promise<readonly TaskEvent[]> => {
    const sessions = join(folder, ".unified-dgm", "sessions");
    const [first = ""] = (await readdir(sessions)).filter((name) => name.endsWith(".jsonl")).sort();
    return (await readEventLog(join(sessions, first))).events;
  };
  const eventsOf = async <Type extends TaskEvent["type"]>(type: Type): Promise<Extract<TaskEvent, { type: Type }>[]> =>
    (await events()).filter((event): event is Extract<TaskEvent, { type: Type }> => event.type === type);

  before(async () => {
    temporary = await mkdtemp(join(tmpdir(), "unified-dgm-e2e-"));
    folder = join(temporary, "project");
    server = await startConversation({
      context_analyzer: inOrder(JSON.stringify({ relevant: [] })),
      // The plan, what is left of it after a message, and the plan of the queue's request.
      reasoning_engine: inOrder(JSON.stringify(firstPlan), JSON.stringify({ steps: [command("3"), command("4")] }), JSON.stringify({ steps: [], answer: "There is nothing to do." })),
      code_generator: async (n) => {
        if (n === 0) await told.promise;
        return n === 0 ? write : "Wrote alpha.";
      },
    });
    await mkdir(join(temporary, "home", ".unified-dgm"), { recursive: true });
    await mkdir(folder);
    await writeFile(join(temporary, "home", ".unified-dgm", "config.yaml"), scriptedConfiguration(server.url));
    await writeFile(join(folder, "check.js"), 'console.log(require("node:fs").readFileSync("alpha.txt", "utf8"));\n');
    await runOrThrow("git", ["init", "-q"], { cwd: folder });
    workbench = await withEnvironment({ HOME: join(temporary, "home"), LLAMA_API_KEY: "key", ANTHROPIC_API_KEY: "key", OPENAI_API_KEY: "key" }, () =>
      openWorkbench({ name: "steering", folder, extensionDevelopmentPath: repositoryRoot, settings: { "unifiedDgm.reviewPlan": true } }));
    await workbench.page.locator(".statusbar-item", { hasText: "DGM" }).waitFor();
  });
  after(async () => {
    told.resolve(undefined);
    await workbench.close();
    await server[Symbol.asyncDispose]();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  });

  it("holds the task with its plan, where the setting wants it so", async () => {
    await workbench.runCommand("Unified DGM: Open Panel");
    panel = await workbench.webviewFrame("Task");
    await draft().fill("write the Greek letters into files of their own");
    await draft().press("Enter");
    await panel.locator(".held", { hasText: "The plan waits for you." }).waitFor();
    await workbench.screenshot("steering-1-plan");
    assert.deepEqual(asked("/responses"), []);
  });

  it("works the plan as it was edited while it was held", async () => {
    await panel.getByRole("textbox", { name: "Title of step: Write alpha" }).fill("Write alpha in capitals");
    await panel.getByRole("textbox", { name: "Title of step: Write alpha" }).press("Enter");
    await panel.getByRole("textbox", { name: "Title of step: Write alpha in capitals" }).waitFor();
    await panel.getByRole("button", { name: "Cut: Write beta" }).click();
    await panel.getByRole("textbox", { name: "Title of step: Write beta" }).waitFor({ state: "detached" });
    await panel.getByText("Go on", { exact: true }).click();
    await panel.locator(".step.running", { hasText: "Write alpha in capitals" }).waitFor();
    await workbench.screenshot("steering-2-running");
  });

  it("switches the approval mode of the running task, so that its edits are no longer asked for", async () => {
    await panel.locator("vscode-dropdown").click();
    await panel.locator("vscode-option", { hasText: "Auto edit" }).click();
    await panel.locator("vscode-dropdown[title*='asks before every command']").waitFor();
    const [first] = await events();
    assert.deepEqual([first?.type === "task_started" && first.approvalMode, (await eventsOf("approval_mode_changed")).map((event) => event.approvalMode)], ["suggest", ["auto-edit"]]);
  });

  it("keeps the next request in a queue, while the task runs", async () => {
    await draft().fill("organize the letters");
    await draft().press("Control+Enter");
    await panel.locator(".queue", { hasText: "organize the letters" }).waitFor();
  });

  it("tells the running task what is typed meanwhile", async () => {
    await draft().fill("Only Latin characters, please");
    await draft().press("Enter");
    await panel.locator(".request", { hasText: "Only Latin characters, please" }).waitFor();
    await workbench.screenshot("steering-3-told");
    told.resolve(undefined);
    await panel.locator(".approval", { hasText: "node check.js" }).waitFor();
    assert.ok(asked("/responses").some((body) => body.includes("Write alpha in capitals") && body.includes("Only Latin characters, please")));
  });

  it("asks once for a command that is allowed from then on, and then starts what was queued", async () => {
    await workbench.screenshot("steering-4-question");
    await panel.getByText("Always allow node check.js here").click();
    await panel.locator(".request", { hasText: "organize the letters" }).waitFor();
    await panel.locator(".queue").waitFor({ state: "detached" });
    await panel.locator(".outcome", { hasText: "Answered" }).waitFor();
    await workbench.screenshot("steering-5-queue");
    assert.equal(await readFile(join(folder, "alpha.txt"), "utf8"), "ALPHA\n");
    assert.deepEqual([(await eventsOf("approval_requested")).length, (await eventsOf("review_requested")).length], [1, 0]);
    assert.deepEqual((await eventsOf("command_finished")).map(({ exitCode }) => exitCode), [0, 0]);
  });
});
