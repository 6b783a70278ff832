import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";
import type { HostState } from "../../../engine/protocol/panel.ts";

export const hostState: HostState = {
  workspace: "sample-project",
  trusted: true,
  approvalMode: "suggest",
  roles: [
    { role: "context_analyzer", provider: "meta", model: "llama-4-scout" },
    { role: "reasoning_engine", provider: "anthropic", model: "claude-opus-4" },
    { role: "code_generator", provider: "openai", model: "o4-mini" },
  ],
  examples: ["refactor this codebase to use TypeScript", "rename parseArgs to parseArguments", "convert to async/await", "remove unused code"],
};

/** Numbers events from `first` on. */
export function numbered(bodies: readonly EventBody[], first = 0): readonly TaskEvent[] {
  return bodies.map((body, index) => ({ ...body, seq: first + index, time: new Date(Date.UTC(2026, 0, 1, 0, 0, first + index)).toISOString() }));
}

const file = (path: string, rest: Partial<Extract<EventBody, { type: "file_proposed" }>> = {}): EventBody => ({
  type: "file_proposed", path, kind: "modified", base: `base ${path}`, proposed: `proposed ${path}`, pending: 2, added: 12, removed: 4, ...rest,
});

/** Up to the question whether the edits are right. */
export const untilReview: readonly EventBody[] = [
  { type: "task_started", task: "t1", request: "refactor this codebase to use TypeScript", approvalMode: "suggest", workspace: "sample-project" },
  { type: "roles_assigned", roles: hostState.roles },
  { type: "analysis_started", files: 38 },
  {
    type: "analysis_finished",
    files: 38,
    relevant: [
      { path: "lib/index.js", reason: "The entry point; everything else is reached from it." },
      { path: "lib/parse.js", reason: "Parses the arguments; its result is an untyped dictionary." },
      { path: "lib/format/table.js", reason: "Uses parse.js." },
      { path: "package.json", reason: "Names the entry point." },
      { path: "test/parse.test.js", reason: "Calls the exported functions." },
    ],
  },
  {
    type: "plan_created",
    steps: [
      { id: "1", title: "Convert CommonJS modules to ES modules", kind: "code_modification", files: ["lib/index.js"] },
      { id: "2", title: "Rename the sources to .ts and infer their types", kind: "code_modification", files: ["lib/parse.js"] },
      { id: "3", title: "Run the project's tests", kind: "command", files: [], command: "npm test" },
      { id: "4", title: "Write the change to the project's memory", kind: "code_generation", files: [] },
    ],
  },
  { type: "step_started", step: "1" },
  { type: "step_progress", step: "1", message: "lib/index.js", done: 1, total: 3 },
  { type: "step_finished", step: "1", outcome: "done", summary: "3 modules converted" },
  { type: "step_started", step: "2" },
  { type: "message", role: "code_generator", text: "I gave `parse()` a **typed result**. Two places need a look:\n\n- `lib/parse.ts` keeps one `unknown`, because its value comes from outside.\n- `lib/format/table.ts` had an unused parameter.\n\n```ts\nexport interface Parsed {\n  readonly _: readonly string[];\n}\n```" },
  file("lib/index.ts", { kind: "moved", from: "lib/index.js", added: 21, removed: 9, pending: 3 }),
  file("lib/parse.ts", { kind: "moved", from: "lib/parse.js", added: 64, removed: 31, pending: 8 }),
  file("src/format/table.ts", { kind: "moved", from: "lib/format/table.js", added: 7, removed: 5 }),
  file("tsconfig.json", { kind: "created", base: null, added: 14, removed: 0, pending: 1 }),
  file("package.json"),
  file("packages/command-line/src/commands/configuration/configuration-reader.js", { kind: "deleted", proposed: null, added: 0, removed: 188, pending: 1 }),
  { type: "warning", text: "package.json changed while the task ran; the edit was merged with that change." },
  { type: "step_finished", step: "2", outcome: "done", summary: "6 files" },
  { type: "review_requested", files: 6 },
];

/** From the answer of the review to the question whether a command may run. */
export const untilApproval: readonly EventBody[] = [
  { type: "file_accepted", path: "lib/index.ts", base: "A", proposed: "A", pending: 0 },
  { type: "hunk_accepted", path: "lib/parse.ts", base: "A", proposed: "B", pending: 7, hunk: "h1" },
  { type: "hunk_rejected", path: "lib/parse.ts", base: "A", proposed: "B", pending: 6, hunk: "h2" },
  { type: "file_accepted", path: "lib/parse.ts", base: "B", proposed: "B", pending: 0 },
  { type: "file_accepted", path: "src/format/table.ts", base: "A", proposed: "A", pending: 0 },
  { type: "file_accepted", path: "tsconfig.json", base: "A", proposed: "A", pending: 0 },
  { type: "file_accepted", path: "package.json", base: "A", proposed: "A", pending: 0 },
  { type: "file_rejected", path: "packages/command-line/src/commands/configuration/configuration-reader.js", base: "A", proposed: "A", pending: 0 },
  { type: "review_finished", accepted: ["lib/index.ts"], rejected: [] },
  { type: "step_started", step: "3" },
  { type: "approval_requested", approval: "a1", command: "npm test -- --reporter spec" },
];

/** The command, and the end. */
export const untilEnd: readonly EventBody[] = [
  { type: "approval_answered", approval: "a1", answer: "approved" },
  { type: "command_started", run: "r1", command: "npm test -- --reporter spec", backend: "bubblewrap" },
  { type: "command_output", run: "r1", stream: "stdout", text: "\n> sample-project@1.0.0 test\n> mocha\n\n\n  parse\n" },
  { type: "command_output", run: "r1", stream: "stdout", text: "    \u001b[32m✔\u001b[0m \u001b[90mreads a flag\u001b[0m\n    \u001b[32m✔\u001b[0m \u001b[90mreads a value\u001b[0m\n    \u001b[31m1) keeps what follows --\u001b[0m\n\n" },
  { type: "command_output", run: "r1", stream: "stderr", text: "(node:12) Warning: Accessing non-existent property 'padLevels' of module exports inside circular dependency\n" },
  { type: "command_output", run: "r1", stream: "stdout", text: "\n  \u001b[92m2 passing\u001b[0m \u001b[90m(14ms)\u001b[0m\n  \u001b[31m1 failing\u001b[0m\n" },
  { type: "command_finished", run: "r1", exitCode: 1, signal: null, timedOut: false, canceled: false, outputTruncated: false, durationMs: 1834 },
  { type: "step_finished", step: "3", outcome: "failed", summary: "1 test fails" },
  { type: "command_started", run: "r2", command: "npm test", backend: "bubblewrap" },
  { type: "command_output", run: "r2", stream: "stdout", text: "\n  3 passing (12ms)\n" },
  { type: "command_finished", run: "r2", exitCode: 0, signal: null, timedOut: false, canceled: false, outputTruncated: false, durationMs: 1610 },
  { type: "memory_updated", path: ".unified-dgm/memory.yaml" },
  { type: "task_finished", outcome: "completed", summary: "6 files are TypeScript now; the type checker reports no error, and all 3 tests pass." },
];

export const wholeTask: readonly EventBody[] = [...untilReview, ...untilApproval, ...untilEnd];
