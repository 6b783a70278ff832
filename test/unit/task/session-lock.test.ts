import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resumeTask } from "../../../engine/task/resume-task.ts";
import { listTasks } from "../../../engine/task/list-tasks.ts";
import { isSessionLive } from "../../../engine/task/session-lock.ts";
import { lockPath, newTaskId, openSession } from "../../../engine/task/session.ts";
import type { RunningTask } from "../../../engine/task/start-task.ts";
import { thisProcess } from "../../../sandbox/process-identity.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const started = (task: string, workspace: string) => ({ type: "task_started", task, request: "r", approvalMode: "suggest", workspace }) as const;

/** Another process that has a task open, until it is killed. */
async function otherOwner(root: string, task: string): Promise<{ readonly kill: () => Promise<void> }> {
  const session = join(import.meta.dirname, "../../../engine/task/session.ts");
  const code = `import { openSession } from ${JSON.stringify(session)};
    const session = await openSession(${JSON.stringify(root)}, ${JSON.stringify(task)}, () => undefined);
    await session.emit(${JSON.stringify(started(task, root))});
    console.log("open");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return { kill: async () => { child.kill("SIGKILL"); await once(child, "close"); } };
}

function resume(root: string, task: string): Promise<RunningTask> {
  const runtime = { assets: "", execPath: "", home: root, layers: [], readKey: () => Promise.resolve(undefined), editorModels: { list: () => Promise.resolve([]), allowed: () => Promise.resolve(false) }, ripgrep: () => Promise.resolve(undefined), sandbox: {} };
  const frontEnd = { editor: { read: () => Promise.resolve(null), apply: () => Promise.resolve() }, onEvent: () => undefined, showReview: () => undefined, approveCommand: () => Promise.resolve("denied" as const) };
  return resumeTask(task, { root, approvalMode: "suggest", trusted: () => true, signal: new AbortController().signal }, frontEnd, runtime);
}

describe("a task that a process works on", () => {
  it("is told as running, not as one that was left", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    const session = await openSession(folder.path, task, () => undefined);
    await session.emit(started(task, folder.path));
    assert.deepEqual((await listTasks(folder.path)).map(({ running }) => running), [true]);
    await session.close();
    assert.deepEqual((await listTasks(folder.path)).map(({ running, outcome }) => [running, outcome]), [[false, undefined]]);
  });

  it("cannot be opened by another one", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    const session = await openSession(folder.path, task, () => undefined);
    await session.emit(started(task, folder.path));
    await assert.rejects(openSession(folder.path, task, () => undefined), { name: "UserError", code: "conflict" });
    await assert.rejects(resume(folder.path, task), { code: "conflict" });
    await session.close();
    await (await openSession(folder.path, task, () => undefined, 1)).close();
  });

  it("is free as soon as its process is dead, however it died", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    const other = await otherOwner(folder.path, task);
    assert.equal((await listTasks(folder.path))[0]?.running, true);
    await assert.rejects(openSession(folder.path, task, () => undefined, 1), { code: "conflict" });
    await other.kill();
    assert.equal((await listTasks(folder.path))[0]?.running, false);
    await (await openSession(folder.path, task, () => undefined, 1)).close();
  });

  it("is free when its process' number has gone to another one, after a restart too", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    const session = await openSession(folder.path, task, () => undefined);
    const path = lockPath(folder.path, task);
    const mine = await readFile(path, "utf8");
    assert.equal(await isSessionLive(path), true);
    await writeFile(path, JSON.stringify({ ...thisProcess(), start: "1" }));
    assert.equal(await isSessionLive(path), false);
    await writeFile(path, mine);
    await utimes(path, 0, 0);
    assert.equal(await isSessionLive(path), false);
    await session.close();
  });

  it("goes to one of those that want it at the same moment, where its owner is dead", async () => {
    await using folder = await temporaryFolder({});
    for (let round = 0; round < 10; round += 1) {
      const task = newTaskId(new Date());
      await (await openSession(folder.path, task, () => undefined)).close();
      await writeFile(lockPath(folder.path, task), JSON.stringify({ ...thisProcess(), start: "1" }));
      const opened = await Promise.allSettled([1, 2, 3, 4].map(() => openSession(folder.path, task, () => undefined)));
      const won = opened.filter((each) => each.status === "fulfilled");
      assert.equal(won.length, 1);
      await Promise.all(won.map(({ value }) => value.close()));
    }
  });

  it("is not told from a name that is none of a task here", async () => {
    await using folder = await temporaryFolder({ "outside.jsonl": "", ".unified-dgm/sessions/x": "" });
    for (const name of ["20261123-101500-3f9a", "../../outside"]) await assert.rejects(resume(folder.path, name), { name: "UserError", code: "bad_input" });
  });

  it("does not keep anybody out by a lock that is no lock", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    await (await openSession(folder.path, task, () => undefined)).close();
    for (const text of ["", "{", '{"pid": "x"}', JSON.stringify({ ...thisProcess(), place: "another machine" })]) {
      await writeFile(join(folder.path, ".unified-dgm", "sessions", `${task}.lock`), text);
      await (await openSession(folder.path, task, () => undefined)).close();
    }
  });
});
