import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { resumeTask } from "../../../engine/task/resume-task.ts";
import { listTasks } from "../../../engine/task/list-tasks.ts";
import { lockPath, newTaskId, openSession } from "../../../engine/task/session.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const started = (task: string, workspace: string) => ({ type: "task_started", task, request: "r", approvalMode: "suggest", workspace }) as const;

/** A process that lives until it is killed. */
async function otherProcess(): Promise<{ readonly pid: number; readonly kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"], { stdio: "ignore" });
  await once(child, "spawn");
  return { pid: child.pid ?? assert.fail(), kill: async () => { child.kill("SIGKILL"); await once(child, "exit"); } };
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
    const runtime = { assets: "", execPath: "", home: folder.path, layers: [], readKey: () => Promise.resolve(undefined), editorModels: { list: () => Promise.resolve([]), allowed: () => Promise.resolve(false) }, sandbox: {} };
    const frontEnd = { editor: { read: () => Promise.resolve(null), apply: () => Promise.resolve() }, onEvent: () => undefined, showReview: () => undefined, approveCommand: () => Promise.resolve("denied" as const) };
    await assert.rejects(resumeTask(task, { root: folder.path, approvalMode: "suggest", trusted: true, signal: new AbortController().signal }, frontEnd, runtime), { code: "conflict" });
    await session.close();
    await (await openSession(folder.path, task, () => undefined, 1)).close();
  });

  it("is free as soon as its process is dead, however it died", async () => {
    await using folder = await temporaryFolder({ ".unified-dgm/sessions/x": "" });
    const task = newTaskId(new Date());
    const session = await openSession(folder.path, task, () => undefined);
    await session.emit(started(task, folder.path));
    const path = lockPath(folder.path, task);
    const other = await otherProcess();
    await writeFile(path, (await readFile(path, "utf8")).replace(String(process.pid), String(other.pid)));
    assert.equal((await listTasks(folder.path))[0]?.running, true);
    await other.kill();
    assert.equal((await listTasks(folder.path))[0]?.running, false);
    await (await openSession(folder.path, task, () => undefined, 1)).close();
    await session.close();
  });

  it("does not keep anybody out by a lock that is no lock", async () => {
    await using folder = await temporaryFolder({});
    const task = newTaskId(new Date());
    await (await openSession(folder.path, task, () => undefined)).close();
    for (const text of ["", "{", '{"pid": "x"}', '{"pid": 1, "host": "another-machine"}']) {
      await writeFile(join(folder.path, ".unified-dgm", "sessions", `${task}.lock`), text);
      await (await openSession(folder.path, task, () => undefined)).close();
    }
  });
});
