import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { join } from "node:path";
import fc from "fast-check";
import { openEventLog, readEventLog } from "../../../engine/log/event-log.ts";
import { openBlobStore } from "../../../engine/log/blob-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function logOf(path: string, count: number): Promise<void> {
  const log = await openEventLog(path);
  await Promise.all(Array.from({ length: count }, (_, index) => log.append({ type: "warning", text: `number ${index} – ü` })));
  await log.close();
}

describe("the event log", () => {
  it("keeps the order of events that are appended at once", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "sessions", "t.jsonl");
    await logOf(path, 50);
    const { events, warnings } = await readEventLog(path);
    assert.deepEqual(events.map((event) => event.seq), Array.from({ length: 50 }, (_, index) => index));
    assert.deepEqual(warnings, []);
  });

  it("drops a torn last line with a warning, wherever it is torn, and goes on after it", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "t.jsonl");
    await logOf(path, 3);
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: lastLine + 1, max: whole.length - 2 }), async (length) => {
        await writeFile(path, whole);
        await truncate(path, length);
        assert.equal((await readEventLog(path)).warnings.length, 1);
        const log = await openEventLog(path, 2);
        await log.append({ type: "warning", text: "after" });
        await log.close();
        assert.deepEqual((await readEventLog(path)).events.map((event) => event.seq), [0, 1, 2]);
      }),
      { numRuns: 30 },
    );
  });

  it("opens a log with events of a newer version and with garbage in it", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "t.jsonl");
    await logOf(path, 1);
    await appendFile(path, `{"type":"telepathy","seq":1,"time":"2030-01-01T00:00:00.000Z"}\n\u0000\u0001 garbage\n{"type":"warning"}\n`);
    const { events, warnings } = await readEventLog(path);
    assert.equal(events.length, 1);
    assert.match(warnings.join("\n"), /newer version \("telepathy"\)/);
    assert.equal(warnings.length, 3);
  });

  it("has every event that was acknowledged when its writer is killed", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "t.jsonl");
    const code = `import { openEventLog } from ${JSON.stringify(new URL("../../../engine/log/event-log.ts", import.meta.url).href)};
      const log = await openEventLog(${JSON.stringify(path)});
      for (;;) console.log((await log.append({ type: "warning", text: "x".repeat(500) })).seq);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    let acknowledged = -1;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const whole = text.slice(0, text.lastIndexOf("\n")).split("\n").map(Number);
      acknowledged = Math.max(acknowledged, ...whole.filter(Number.isFinite));
      if (acknowledged > 200) child.kill("SIGKILL");
    });
    await once(child, "exit");
    const { events } = await readEventLog(path);
    assert.ok(events.length > acknowledged);
  });
});

describe("the texts beside a log", () => {
  it("come back as they were", async () => {
    await using folder = await temporaryFolder();
    const blobs = openBlobStore(folder.path);
    const name = await blobs.put("a\r\nü");
    assert.equal(await blobs.get(name), "a\r\nü");
    assert.equal(await blobs.get(await blobs.put(null)), null);
  });

  it("are refused when they were altered or lost", async () => {
    await using folder = await temporaryFolder();
    const blobs = openBlobStore(folder.path);
    const name = (await blobs.put("text")) ?? "";
    await writeFile(join(folder.path, name), "other");
    await assert.rejects(blobs.get(name), /missing or damaged/);
    await assert.rejects(blobs.get("0".repeat(64)), /missing or damaged/);
  });
});
