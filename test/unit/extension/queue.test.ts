import assert from "node:assert/strict";
import type { Memento } from "vscode";
import { createQueue } from "../../../extension/task/queue.ts";

/** What VS Code keeps of a workspace between two windows. */
function memory(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string): undefined => values.get(key) as undefined,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe("the queue of requests", () => {
  it("outlives the window, in its order", async () => {
    const kept = memory();
    await createQueue(kept).add("first");
    await createQueue(kept).add("second");
    assert.deepEqual(createQueue(kept).all(), ["first", "second"]);
  });

  it("gives the first one to be started, and keeps those behind it", async () => {
    const queue = createQueue(memory());
    for (const request of ["first", "second"]) await queue.add(request);
    const started: string[] = [];
    await queue.next((request) => Promise.resolve(void started.push(request)));
    assert.deepEqual([started, queue.all()], [["first"], ["second"]]);
  });

  it("loses no request that could not be started", async () => {
    const queue = createQueue(memory());
    await queue.add("first");
    await assert.rejects(queue.next(() => Promise.reject(new Error("no folder"))), /no folder/);
    assert.deepEqual(queue.all(), ["first"]);
  });

  it("starts nothing where nothing waits", async () => {
    await createQueue(memory()).next(() => Promise.reject(new Error("was started")));
    assert.deepEqual(createQueue(memory()).all(), []);
  });

  it("lets one be removed", async () => {
    const queue = createQueue(memory());
    for (const request of ["first", "second", "third"]) await queue.add(request);
    await queue.remove(1);
    assert.deepEqual(queue.all(), ["first", "third"]);
  });

  it("refuses what it has no room for, and says which", async () => {
    const queue = createQueue(memory());
    for (let n = 0; n < 50; n += 1) await queue.add(`request ${n}`);
    await assert.rejects(queue.add("one more"), /one more/);
    assert.equal(queue.all().length, 50);
  });
});
