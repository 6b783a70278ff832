import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { livesHere, thisProcess } from "../../../sandbox/process-identity.ts";

describe("a process' identity", () => {
  it("is that of one that lives", () => {
    assert.equal(livesHere(thisProcess()), true);
  });

  it("is not that of a later process of the same number, or of none", () => {
    if (process.platform === "linux") assert.equal(livesHere({ ...thisProcess(), start: "1" }), false);
    assert.equal(livesHere({ ...thisProcess(), pid: 2 ** 30 }), false);
    for (const pid of [0, -1, 1.5]) assert.equal(livesHere({ ...thisProcess(), pid }), false);
  });

  it("says nothing about a process of another machine or container", () => {
    assert.equal(livesHere({ ...thisProcess(), place: "elsewhere" }), undefined);
  });

  (process.platform === "linux" ? it : it.skip)("is that of none when it ended, though its parent never asked how", async () => {
    // The shell becomes `sleep`, which asks nobody; only then its child ends.
    const parent = spawn("/bin/sh", ["-c", "exec 3<&0; (read -r line <&3) & echo $!; exec sleep 1000"], { stdio: ["pipe", "pipe", "inherit"] });
    try {
      const printed: unknown = await once(parent.stdout, "data");
      const pid = Number(String(printed));
      while (readFileSync(`/proc/${parent.pid ?? 0}/comm`, "utf8") !== "sleep\n") await sleep(5);
      const stat = (): readonly string[] => readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop()?.split(" ") ?? [];
      const identity = { ...thisProcess(), pid, start: stat()[19] ?? "" };
      assert.equal(livesHere(identity), true);
      parent.stdin.write("end\n");
      while (stat()[0] !== "Z") await sleep(5);
      assert.equal(livesHere(identity), false);
    } finally {
      parent.kill("SIGKILL");
    }
  });
});
