import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { recordTask } from "../../../engine/memory/memory.ts";
import { memoryForAgent } from "../../../engine/memory/memory-for-agent.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FILE = ".unified-dgm/memory.yaml";

async function told(text: string | Uint8Array): Promise<{ readonly text: string; readonly warnings: readonly string[] }> {
  await using folder = await temporaryFolder({ [FILE]: text });
  const warnings: string[] = [];
  return { text: await memoryForAgent(folder.path, (warning) => warnings.push(warning)), warnings };
}

describe("what an agent is told of the memory", () => {
  it("is the project, its commands, and the newest tasks first", async () => {
    const { text, warnings } = await told(`project_context:
  architecture: microservices
  language: typescript
  dependencies:
    - express: ^4.18.0
    - prisma: ^5.0.0
  test_command: npm test # found in package.json: npm test
conversation_history:
  - timestamp: 2025-06-01T10:00:00Z
    request: "implement user authentication"
    actions_taken:
      - created: src/auth/controller.ts
      - modified: src/routes/index.ts
  - timestamp: 2025-06-02T10:00:00Z
    request: "rename a to b"
improvements_applied:
  - date: 2025-06-01
    metric_improvement: 15%
`);
    assert.equal(
      text,
      `The project:
- architecture: microservices
- language: typescript
- dependencies: express ^4.18.0, prisma ^5.0.0
- test command: npm test
Earlier tasks, newest first:
- 2025-06-02: rename a to b
- 2025-06-01: implement user authentication (created src/auth/controller.ts; modified src/routes/index.ts)`,
    );
    assert.deepEqual(warnings, []);
  });

  it("is nothing where there is no memory, or an empty one", async () => {
    await using folder = await temporaryFolder();
    assert.equal(await memoryForAgent(folder.path), "");
    for (const text of ["", "# mine\n", "project_context:\nconversation_history:\n", "conversation_history: []\n"]) assert.deepEqual(await told(text), { text: "", warnings: [] });
  });

  it("is what a task left behind", async () => {
    await using folder = await temporaryFolder();
    await recordTask(folder.path, { timestamp: new Date("2025-06-01T10:00:00Z"), request: "move a", actions: [{ moved: "a.js -> b.js" }], context: { language: "go", dependencies: [] } });
    assert.equal(await memoryForAgent(folder.path), "The project:\n- language: go\nEarlier tasks, newest first:\n- 2025-06-01: move a (moved a.js -> b.js)");
  });

  it("has what a summary says of the tasks behind it", async () => {
    const { text } = await told(`conversation_history:
  - timestamp: 2025-05-30T10:00:00Z
    request: 150 earlier tasks since 2025-01-01
    actions_taken:
      - modified: 300 files
    summarized:
      tasks: 150
      most_touched:
        - src/a.ts: 48
        - src/b.ts: 7
`);
    assert.equal(text, "Earlier tasks, newest first:\n- 2025-05-30: 150 earlier tasks since 2025-01-01 (modified 300 files; most often src/a.ts, src/b.ts)");
  });

  it("is at most 4,000 characters, with as many of the newest tasks as fit", async () => {
    const history = Array.from({ length: 300 }, (_, index) => ({ timestamp: "2025-06-01T10:00:00Z", request: `task ${index} ${"x".repeat(100)}`, actions_taken: Array.from({ length: 20 }, (__, file) => ({ modified: `src/${file}.ts` })) }));
    const { text } = await told(stringify({ project_context: { notes: "n".repeat(50_000), dependencies: Array.from({ length: 5_000 }, (_, index) => ({ [`package-${index}`]: "1.0.0" })) }, conversation_history: history }));
    assert.ok(text.length <= 4_000 && text.length > 3_500, String(text.length));
    assert.match(text, /task 299 /);
    assert.doesNotMatch(text, /task 100 /);
    assert.match(text, /; 15 more\)/);
    assert.match(text, /package-0 1\.0\.0, .*, \d+ more\n/);
  });

  it("has no characters that steer a terminal or hide from a reader", async () => {
    const { text } = await told(stringify({ project_context: { "evil\u001b[2J": "a\u001b]0;x\u0007b\u202Ec\u200Bd\ne" }, conversation_history: [{ timestamp: "\u001b[31m", request: "one\r\n- 2025-01-01: two\u0000" }] }));
    assert.equal(text, "The project:\n- evil [2J: a ]0;x bcd e\nEarlier tasks, newest first:\n- one - 2025-01-01: two");
  });

  for (const [what, text, warning] of [
    ["no YAML", "project_context:\n  language: [js\nx: 1\n", /memory\.yaml:\d+:\d+: .*mend it/],
    ["a list", "- just\n- a list\n", /not a memory/],
    ["a history of other things", "conversation_history:\n  - 1\n", /not a memory/],
    ["an alias inside what it names", "a: &a\n  b: *a\n", /alias/],
    ["aliases that stand for more and more", `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]\n`).join("")}`, /alias/],
    ["an endless nesting", "[".repeat(100_000), /memory\.yaml/],
    ["errors without end", "[]".repeat(200_000), /memory\.yaml:1:3: /],
    ["no UTF-8", new Uint8Array([0x61, 0x3a, 0x20, 0xe9]), /UTF-8/],
    ["two documents", "a: 1\n---\nb: 2\n", /more than one document/],
    ["more than half a megabyte", `# ${"x".repeat(600_000)}\n`, /bytes/],
  ] as const) {
    it(`is nothing but a warning for a file that holds ${what}`, async () => {
      const result = await told(text);
      assert.equal(result.text, "");
      assert.equal(result.warnings.length, 1);
      assert.match(result.warnings[0] ?? "", warning);
    });
  }

  it("is not read through a link out of the workspace, a folder or a pipe", async () => {
    await using outside = await temporaryFolder({ "secret.yaml": "project_context:\n  password: hunter2\n" });
    const warnings: string[] = [];
    await using linked = await temporaryFolder({ ".unified-dgm/x": "" });
    await symlink(join(outside.path, "secret.yaml"), join(linked.path, FILE));
    await using nested = await temporaryFolder({ [`${FILE}/x`]: "" });
    await using piped = await temporaryFolder({ ".unified-dgm/x": "" });
    if (process.platform !== "win32") execFileSync("mkfifo", [join(piped.path, FILE)]);
    for (const { path } of [linked, nested, piped]) assert.equal(await memoryForAgent(path, (warning) => warnings.push(warning)), "");
    assert.equal(warnings.length, process.platform === "win32" ? 2 : 3);
    await assert.rejects(recordTask(linked.path, { timestamp: new Date(), request: "x", actions: [], context: { language: "go", dependencies: [] } }), { name: "UserError", code: "not_permitted" });
  });

  it("is short and printable, whatever the file holds", async () => {
    const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.boolean(), fc.constant(null));
    const value = fc.letrec<{ value: unknown }>((tie) => ({ value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("value")), fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true })) })).value;
    const entry = fc.record({ timestamp: value, request: fc.oneof(fc.string({ unit: "binary" }), value), actions_taken: value }, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.record({ project_context: value, conversation_history: fc.oneof(fc.array(entry), value) }, { requiredKeys: [], noNullPrototype: true }), async (memory) => {
        const { text, warnings } = await told(stringify(memory));
        assert.ok(text.length <= 4_000);
        assert.match(text, /^(?:[^\p{Cc}\p{Cf}\p{Cs}]|\n(?=- |Earlier tasks))*$/u);
        assert.ok(warnings.length <= 1);
      }),
      { numRuns: 150 },
    );
  });
});
