import assert from "node:assert/strict";
import type { EventBody } from "../../../engine/protocol/event.ts";
import { type CommandView, emptyTaskView, type FileView, foldEvent, type StepView, type TaskView } from "../../../engine/protocol/task-view.ts";
import { commandLabel, opensByItself } from "../../../webview/telling/command.ts";
import { fileLabel, filesLabel } from "../../../webview/telling/file.ts";
import { roleLabels } from "../../../webview/telling/roles.ts";
import { announcement, statusLine } from "../../../webview/telling/status.ts";
import { planProgress, stepLabel } from "../../../webview/telling/step.ts";
import { numbered, proposed, started } from "./events.ts";

const fold = (...bodies: readonly EventBody[]): TaskView => numbered([started, ...bodies]).reduce(foldEvent, emptyTaskView);

describe("how models are told", () => {
  const role = (name: TaskView["roles"][number]["role"], model: string): TaskView["roles"][number] => ({ role: name, provider: "openai", model });

  it("names a model once, with all the roles that it plays", () => {
    const labels = roleLabels([role("context_analyzer", "m"), role("reasoning_engine", "n"), role("code_generator", "m")]);
    assert.deepEqual(labels.map(({ roles, model }) => `${roles}: ${model}`), ["Analyze + Code: m", "Reason: n"]);
  });

  it("says so where one model plays all", () => {
    assert.equal(roleLabels([role("context_analyzer", "m"), role("reasoning_engine", "m"), role("code_generator", "m")])[0]?.roles, "All roles");
  });
});

describe("how a file change is told", () => {
  const file: FileView = { path: "src/b.ts", from: undefined, kind: "modified", added: 3, removed: 1, pending: 2, accepted: 0, rejected: 0, decided: false };

  it("shows a move as from → to, of the name and of the folder", () => {
    assert.deepEqual(fileLabel({ ...file, kind: "moved", from: "src/b.js" }).path, { name: "b.js → b.ts", folder: "src" });
    assert.deepEqual(fileLabel({ ...file, kind: "moved", from: "lib/b.js" }).path, { name: "b.js → b.ts", folder: "lib → src" });
    assert.deepEqual(fileLabel({ ...file, kind: "moved", from: "b.ts" }).path, { name: "b.ts", folder: ". → src" });
  });

  it("says what waits and what was decided", () => {
    const states = [file, { ...file, accepted: 1, pending: 1 }, { ...file, accepted: 2, pending: 0, decided: true }, { ...file, rejected: 2, pending: 0, decided: true }, { ...file, accepted: 1, rejected: 1, pending: 0, decided: true }];
    assert.deepEqual(states.map((each) => fileLabel(each).state), ["2 changes", "1 of 2 left", "Accepted", "Rejected", "1 of 2"]);
  });

  it("makes hidden characters of a path visible", () => {
    assert.equal(fileLabel({ ...file, path: "src/\u202Ets.b" }).path.name, "⟨U+202E⟩ts.b");
  });

  it("offers to take up a review that was left in the middle", () => {
    const stopped = fold(proposed("a.ts"), { type: "review_requested", files: 1 }, { type: "task_finished", outcome: "stopped", summary: "" });
    assert.deepEqual([filesLabel(stopped).resumable, filesLabel(stopped).decidable], [true, false]);
  });

  it("offers decisions only while the review is open", () => {
    const open = fold(proposed("a.ts"), { type: "review_requested", files: 1 });
    const decided = foldEvent(open, { type: "file_accepted", path: "a.ts", base: "B", proposed: "B", pending: 0, seq: open.next, time: "" });
    assert.deepEqual([fold(proposed("a.ts")), open, decided].map((view) => filesLabel(view).decidable), [false, true, false]);
  });
});

describe("how a command is told", () => {
  const running: CommandView = { run: "r1", command: "npm test", backend: "docker", output: [], dropped: 0, finished: undefined };
  const end = (part: Partial<NonNullable<CommandView["finished"]>>): CommandView => ({ ...running, finished: { exitCode: 0, signal: null, timedOut: false, canceled: false, outputTruncated: false, durationMs: 1834, ...part } });

  it("says how it ended", () => {
    const ends = [running, end({}), end({ exitCode: 2 }), end({ exitCode: null, signal: "SIGKILL" }), end({ exitCode: null, timedOut: true }), end({ exitCode: null, canceled: true })];
    assert.deepEqual(ends.map((each) => commandLabel(each)).map(({ tone, status }) => `${tone}: ${status}`), ["running: Running", "done: Exit code 0", "failed: Exit code 2", "failed: Ended by SIGKILL", "failed: Stopped at its time limit", "canceled: Canceled"]);
  });

  it("says how long it took, and where", () => {
    assert.deepEqual([commandLabel(end({})).detail, commandLabel(end({ durationMs: 125_400 })).detail], ["1.8 s · docker", "2 min 5 s · docker"]);
  });

  it("shows the output of what runs, failed, or ran last", () => {
    const all = [end({}), end({ exitCode: 1 }), end({})];
    assert.deepEqual(all.map((each) => opensByItself(all, each)), [false, true, true]);
  });
});

describe("how a step is told", () => {
  const step: StepView = { id: "1", title: "Rename", kind: "code_modification", files: [], status: "running", summary: "", activity: [], progress: { message: "a.ts", done: 1, total: 4 } };

  it("has a progress where the amount is known", () => {
    assert.deepEqual([stepLabel(step).detail, stepLabel(step).progress], ["a.ts (1 of 4)", 0.25]);
    assert.deepEqual(stepLabel({ ...step, progress: { message: "a.ts", done: 0, total: 0 } }).progress, undefined);
  });

  it("counts what is done of the plan", () => {
    assert.equal(planProgress([step, { ...step, status: "done" }]), "1 of 2 done");
  });
});

describe("what a screen reader hears", () => {
  const reviewing = fold(proposed("a.ts"), { type: "review_requested", files: 1 });

  it("is each phase once", () => {
    const analyzing = fold({ type: "analysis_started", files: 1200 });
    assert.deepEqual([announcement(undefined, analyzing), announcement(analyzing, analyzing)], ["Analyzing 1,200 files…", undefined]);
  });

  it("is what waits for an answer", () => {
    assert.equal(announcement(undefined, reviewing), "1 file to review.");
    assert.equal(announcement(reviewing, fold({ type: "approval_requested", approval: "a", command: "npm\ntest" })), "Approval needed to run npm test.");
  });

  it("is the end, with its summary", () => {
    assert.equal(announcement(reviewing, fold({ type: "task_finished", outcome: "completed", summary: "All is well." })), "Task completed. All is well.");
  });

  it("is nothing of a command's output", () => {
    const running = fold({ type: "command_started", run: "r1", command: "npm test", backend: "docker" });
    const more = foldEvent(running, { type: "command_output", run: "r1", stream: "stdout", text: "x", seq: running.next, time: "" });
    assert.equal(announcement(running, more), undefined);
    assert.equal(statusLine(more), "Running npm test…");
  });
});
