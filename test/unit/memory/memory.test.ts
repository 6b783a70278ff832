import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { recordTask, type RememberedTask } from "../../../engine/memory/memory.ts";
import { describeProject } from "../../../engine/memory/project-context.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const task: RememberedTask = {
  timestamp: new Date("2025-06-01T10:00:00.123Z"),
  request: "implement user authentication",
  actions: [{ created: "src/auth/controller.ts" }, { modified: "src/routes/index.ts" }],
  context: { language: "typescript", dependencies: [{ express: "^4.18.0" }, { prisma: "^5.0.0" }] },
};
const memoryOf = (root: string): Promise<string> => readFile(join(root, ".unified-dgm", "memory.yaml"), "utf8");

describe("the memory", () => {
  it("has the form of the architecture document", async () => {
    await using folder = await temporaryFolder();
    await recordTask(folder.path, task);
    assert.equal(
      await memoryOf(folder.path),
      `project_context:
  language: typescript
  dependencies:
    - express: ^4.18.0
    - prisma: ^5.0.0
conversation_history:
  - timestamp: 2025-06-01T10:00:00Z
    request: implement user authentication
    actions_taken:
      - created: src/auth/controller.ts
      - modified: src/routes/index.ts
`,
    );
  });

  it("keeps the user's comments, keys and earlier tasks", async () => {
    const before = `# ours\nproject_context:\n  architecture: microservices # since 2024\n  language: javascript\nteam: blue\nconversation_history:\n  # the first\n  - timestamp: 2025-01-01T00:00:00Z\n    request: "start"\nimprovements_applied:\n  - date: 2025-06-01\n    metric_improvement: 15%\n`;
    await using folder = await temporaryFolder({ ".unified-dgm/memory.yaml": before });
    await recordTask(folder.path, task);
    const after = await memoryOf(folder.path);
    for (const kept of ["# ours\n", "architecture: microservices # since 2024\n", "team: blue\n", "  # the first\n", 'request: "start"\n', "metric_improvement: 15%\n"]) assert.ok(after.includes(kept), kept);
    assert.match(after, /language: typescript/);
  });

  for (const [what, text, place] of [
    ["broken YAML", "project_context:\n  language: [js\nx: 1\n", /memory\.yaml:\d+:\d+: /],
    ["another document", "- just\n- a list\n", /memory\.yaml:1:1: not a memory/],
    ["a history that is no list", "conversation_history: never\n", /not a memory/],
  ] as const) {
    it(`is left as it is when it holds ${what}`, async () => {
      await using folder = await temporaryFolder({ ".unified-dgm/memory.yaml": text });
      await assert.rejects(recordTask(folder.path, task), (error: unknown) => error instanceof Error && error.name === "UserError" && place.test(error.message));
      assert.equal(await memoryOf(folder.path), text);
    });
  }

  it("keeps all other values, whatever they are", async () => {
    const value = fc.letrec<{ value: unknown }>((tie) => ({ value: fc.oneof({ maxDepth: 3 }, fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie("value"), { maxLength: 4 }), fc.dictionary(fc.string({ unit: "grapheme", minLength: 1 }), tie("value"), { maxKeys: 4, noNullPrototype: true })) })).value;
    const memory = fc.record({ team: value, project_context: fc.record({ architecture: value, conventions: value }, { requiredKeys: [], noNullPrototype: true }), conversation_history: fc.array(fc.record({ timestamp: fc.string(), request: fc.string(), note: value }, { noNullPrototype: true }), { maxLength: 5 }) }, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(memory, async (before) => {
        await using folder = await temporaryFolder({ ".unified-dgm/memory.yaml": `# ours\n${stringify(before)}` });
        await recordTask(folder.path, { ...task, context: { language: "go", dependencies: [] } });
        const text = await memoryOf(folder.path);
        const entry = { timestamp: "2025-06-01T10:00:00Z", request: task.request, actions_taken: task.actions };
        assert.ok(text.startsWith("# ours\n"));
        assert.deepEqual(parse(text), { ...before, project_context: { ...before.project_context, language: "go" }, conversation_history: [...before.conversation_history, entry] });
      }),
      { numRuns: 60 },
    );
  });

  it("bounds what a task may add", async () => {
    await using folder = await temporaryFolder();
    await recordTask(folder.path, { ...task, request: "x".repeat(100_000), actions: Array.from({ length: 5_000 }, () => ({ modified: "y".repeat(3_000) })) });
    const text = await memoryOf(folder.path);
    assert.ok(Buffer.byteLength(text) < 120_000);
    assert.match(text, /- changed: 4800 more files\n/);
  });

  it("loses nothing when two processes write at once", async () => {
    await using folder = await temporaryFolder();
    const module = new URL("../../../engine/memory/memory.ts", import.meta.url).href;
    const code = (name: string): string => `import { recordTask } from ${JSON.stringify(module)};
      for (let i = 0; i < 8; i++) await recordTask(${JSON.stringify(folder.path)}, { timestamp: new Date(), request: "${name}" + i, actions: [], context: { language: "javascript", dependencies: [] } });`;
    const run = promisify(execFile);
    await Promise.all(["a", "b"].map((name) => run(process.execPath, ["--input-type=module", "-e", code(name)])));
    assert.equal((await memoryOf(folder.path)).match(/request: /g)?.length, 16);
  });
});

describe("what the memory says of a project", () => {
  it("is its language, its dependencies and its commands", async () => {
    await using folder = await temporaryFolder({ "package.json": `{"dependencies": {"qs": "^6.0.0"}}`, "tsconfig.json": "{}" });
    assert.deepEqual(await describeProject(folder.path), {
      language: "typescript",
      dependencies: [{ qs: "^6.0.0" }],
      commands: [{ kind: "type_check", command: "npx --no-install tsc --noEmit", source: "tsconfig.json" }],
    });
  });

  it("is JavaScript without dependencies where package.json is broken", async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, "sub"));
    await writeFile(join(folder.path, "package.json"), "{ broken");
    assert.deepEqual(await describeProject(folder.path), { language: "javascript", dependencies: [], commands: [] });
  });
});
