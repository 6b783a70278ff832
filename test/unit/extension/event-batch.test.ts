import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { createBatch } from "../../../extension/panel/event-batch.ts";

describe("a batch of events", () => {
  it("hands over what came together as one, in order", async () => {
    const posts: (readonly number[])[] = [];
    const batch = createBatch<number>(5, (items) => posts.push(items));
    for (const item of [1, 2, 3]) batch.add(item);
    await wait(20);
    batch.add(4);
    await wait(20);
    assert.deepEqual(posts, [[1, 2, 3], [4]]);
  });

  it("hands over nothing of what was cleared", async () => {
    const posts: (readonly number[])[] = [];
    const batch = createBatch<number>(5, (items) => posts.push(items));
    batch.add(1);
    batch.clear();
    batch.add(2);
    await wait(20);
    assert.deepEqual(posts, [[2]]);
  });
});
