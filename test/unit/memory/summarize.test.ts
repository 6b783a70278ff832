import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDocument, stringify } from "yaml";
import { summarizeOldest } from "../../../engine/memory/summarize.ts";

interface Entry {
  readonly timestamp: string;
  readonly request: string;
  readonly actions_taken?: readonly Readonly<Record<string, string>>[];
  readonly summarized?: { readonly tasks: number; readonly since: string; readonly most_touched: readonly Readonly<Record<string, number>>[] };
}

const summarized = (text: string): string => summarizeOldest(parseDocument(text));
const entriesOf = (text: string): readonly Entry[] => (parseDocument(text).toJS() as { conversation_history: readonly Entry[] }).conversation_history;
const day = (index: number): string => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().replace(".000", "");
const memoryOf = (count: number, actions: (index: number) => Entry["actions_taken"] = () => []): string =>
  stringify({ project_context: { language: "go" }, conversation_history: Array.from({ length: count }, (_, index) => ({ timestamp: day(index), request: `task ${index}`, actions_taken: actions(index) })) });

describe("a memory", () => {
  it("stays as it is within its bounds", () => {
    const text = memoryOf(200);
    assert.equal(summarized(text), text);
  });

  it("makes one task of its oldest beyond 200: how many, since when, what they did, which files most often", () => {
    const entries = entriesOf(summarized(memoryOf(201, (index) => [{ modified: "src/a.ts" }, { created: `src/${index % 30}.ts` }, { moved: "x.js -> src/b.ts" }])));
    assert.equal(entries.length, 151);
    const [first, second] = entries;
    assert.equal(second?.request, "task 51");
    assert.deepEqual({ ...first, summarized: { ...first?.summarized, most_touched: first?.summarized?.most_touched.slice(0, 4) } }, {
      timestamp: day(50),
      request: "51 earlier tasks since 2025-01-01",
      actions_taken: [{ created: "51 files" }, { modified: "51 files" }, { moved: "51 files" }],
      summarized: { tasks: 51, since: day(0), most_touched: [{ "src/a.ts": 51 }, { "src/b.ts": 51 }, { "src/0.ts": 2 }, { "src/1.ts": 2 }] },
    });
  });

  it("keeps the comments on what it summarizes, and all others", () => {
    const text = memoryOf(201).replace("  - timestamp: 2025-01-02", "  # why we began\n  - timestamp: 2025-01-02").replace("request: task 7\n", "request: task 7 # the lucky one\n").replace("request: task 199\n", "request: task 199 # new\n").replace("project_context:", "# ours\nproject_context:");
    const after = summarized(text);
    assert.match(after, /^# ours\n/);
    assert.match(after, / {2}# why we began\n {2}# the lucky one\n {2}- timestamp: /);
    assert.match(after, /task 199 # new\n/);
  });

  it("counts every task and every file, however often it was summarized", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 8 }), (rounds) => {
        let text = "conversation_history: []\n";
        let count = 0;
        for (const added of rounds) {
          const document = parseDocument(text);
          for (let index = 0; index < added; index++, count++) document.addIn(["conversation_history"], document.createNode({ timestamp: day(count), request: `task ${count}`, actions_taken: [{ modified: `${count % 3}.ts` }] }));
          text = summarizeOldest(document);
        }
        const entries = entriesOf(text);
        const modified = (entry: Entry): number => (entry.summarized === undefined ? 1 : Number.parseInt(entry.actions_taken?.[0]?.["modified"] ?? ""));
        assert.ok(entries.length <= 200);
        assert.equal(entries.reduce((sum, { summarized: summary }) => sum + (summary?.tasks ?? 1), 0), count);
        assert.equal(entries.reduce((sum, entry) => sum + modified(entry), 0), count);
        assert.equal(entries[0]?.summarized?.since ?? entries[0]?.timestamp, day(0));
        assert.equal(summarized(text), text);
      }),
      { numRuns: 15 },
    );
  });

  it("stays below 256 KB when its tasks are large", () => {
    const after = summarized(memoryOf(150, () => Array.from({ length: 50 }, (_, index) => ({ modified: `src/${"deep/".repeat(10)}${index}.ts` }))));
    assert.ok(Buffer.byteLength(after) <= 256 * 1024);
    assert.ok(entriesOf(after).length > 20);
    assert.equal(entriesOf(after).at(-1)?.request, "task 149");
  });

  it("keeps its tasks when it is the rest of the file that is large", () => {
    const after = summarized(`notes: ${"x".repeat(300_000)}\n${memoryOf(100)}`);
    assert.equal(entriesOf(after).length, 100);
  });

  it("summarizes entries of any form", () => {
    const text = stringify({ conversation_history: Array.from({ length: 250 }, (_, index) => [{ request: "a", timestamp: 5 }, { request: "b", actions_taken: "none" }, { request: "c", actions_taken: [{ modified: 7 }, { noted: "x" }], summarized: { tasks: "many" } }, { request: "d", summarized: { tasks: 3, most_touched: [{ a: 2 }] } }][index % 4]) });
    const [first] = entriesOf(summarized(text));
    assert.deepEqual(first, { timestamp: "unknown", request: "150 earlier tasks", actions_taken: [], summarized: { tasks: 150, most_touched: [{ a: 50 }] } });
  });
});
