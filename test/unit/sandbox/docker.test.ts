import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { findDocker, defaultImage } from "../../../sandbox/docker-engine.ts";
import { isLeftover, labels, ownerLabels } from "../../../sandbox/docker-owner.ts";
import type { SandboxPolicy } from "../../../sandbox/policy.ts";
import { thisProcess } from "../../../sandbox/process-identity.ts";
import { describeBackend, makeWorkspace, options, removeWorkspace, runIn } from "./backends.ts";

describeBackend("docker", "the Docker engine", (open) => {
  let workspace: string;
  const connect = async (): Promise<{ docker: Docker; imageId: string }> => {
    const finding = await findDocker(options.image ?? defaultImage, options.dockerSocket);
    assert.ok(finding.found);
    return { docker: finding.docker, imageId: finding.ground.imageId };
  };
  const ours = async (): Promise<string[]> => {
    const { docker } = await connect();
    const found = await docker.listContainers({ all: true, filters: { label: [`${labels.pid}=${process.pid}`] } });
    return found.map((container) => container.Id);
  };

  beforeEach(async () => {
    workspace = await makeWorkspace();
  });
  afterEach(async () => {
    await removeWorkspace(workspace);
  });

  it("keeps no container, however the command ended", async () => {
    const sandbox = await open();
    await runIn(sandbox, workspace, "true");
    await runIn(sandbox, workspace, "sleep 1000", { policy: { timeoutMs: 100 } });
    await runIn(sandbox, workspace, "sleep 1000", { signal: AbortSignal.timeout(20) });
    await assert.rejects(runIn(sandbox, workspace, "true", { policy: { environment: { "NOT=A\0NAME": "" } } }), { name: "SandboxFailedError" });
    assert.deepEqual(await ours(), []);
  });

  describe("runs the next command in the container of the last one", () => {
    const next = async (changes: { readonly first?: string; readonly between?: () => Promise<unknown>; readonly policy?: Partial<SandboxPolicy> }): Promise<boolean> => {
      await mkdir(join(workspace, ".git"));
      await mkdir(join(workspace, ".unified-dgm"));
      await writeFile(join(workspace, ".git", "HEAD"), "");
      await writeFile(join(workspace, ".unified-dgm", "config.yaml"), "");
      const sandbox = await open();
      await runIn(sandbox, workspace, changes.first ?? "true");
      const before = await ours();
      await changes.between?.();
      const { result } = await runIn(sandbox, workspace, "true", changes.policy === undefined ? {} : { policy: changes.policy });
      assert.equal(result.exitCode, 0);
      const after = await ours();
      await sandbox.dispose();
      assert.deepEqual(await ours(), []);
      return before.length === 1 && after.join() === before.join();
    };

    it("where nothing is left of that", async () => {
      assert.equal(await next({ first: "sleep 100 & setsid sleep 100 & exit 3" }), true);
    });

    it("but not where it may have ended what was to clean up after it", async () => {
      assert.equal(await next({ first: "setsid sleep 100 & kill -9 $PPID" }), false);
      assert.equal(spawnSync("pgrep", ["-fx", "sleep 100"]).status, 1);
    });

    it("but not under another policy", async () => {
      assert.equal(await next({ policy: { processes: 77 } }), false);
    });

    it("but not where a folder was made anew under its old name", async () => {
      const again = async (): Promise<void> => {
        await rm(join(workspace, ".git"), { recursive: true });
        await mkdir(join(workspace, "taken")); // so that the number of the old folder is not given out again
        await mkdir(join(workspace, ".git"));
        await writeFile(join(workspace, ".git", "HEAD"), "");
      };
      assert.equal(await next({ between: again }), false);
    });
  });

  it("is freed of the containers of a run that crashed, and of no others", async () => {
    const { docker, imageId } = await connect();
    const gone = spawnSync("true").pid;
    const make = (found: Record<string, string>): Promise<Docker.Container> => docker.createContainer({ Image: imageId, Cmd: ["true"], Labels: found });
    const leftover = await make({ ...ownerLabels({ ...thisProcess(), pid: gone }) });
    const living = await make(ownerLabels(thisProcess()));
    const elsewhere = await make(ownerLabels({ ...thisProcess(), place: "another machine", pid: gone }));
    try {
      await (await open()).dispose();
      const left = (await docker.listContainers({ all: true })).map((container) => container.Id);
      assert.deepEqual([leftover, living, elsewhere].map(({ id }) => left.includes(id)), [false, true, true]);
    } finally {
      await living.remove({ force: true });
      await elsewhere.remove({ force: true });
    }
  });

  it("ends a command that takes more memory than it may", async () => {
    const { result } = await runIn(await open(), workspace, "node -e 'const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1))'", { policy: { memoryMiB: 128 } });
    assert.equal(result.timedOut, false);
    assert.notEqual(result.exitCode, 0);
  });

  it("bounds the number of processes", async () => {
    const { result, stderr } = await runIn(await open(), workspace, "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 5 & done", { policy: { processes: 10 } });
    assert.notEqual(result.exitCode, 0);
    assert.match(stderr, /fork/);
  });
});

describe("a container's labels", () => {
  it("name a leftover when the process is gone, or another has its number", () => {
    const mine = thisProcess();
    assert.equal(isLeftover(ownerLabels({ ...mine, start: "0" })), true);
    assert.equal(isLeftover(ownerLabels(mine)), false);
  });

  it("name none when they are not ours, or the process is one of another machine", () => {
    assert.equal(isLeftover({}), false);
    assert.equal(isLeftover({ ...ownerLabels({ ...thisProcess(), start: "0" }), [labels.place]: "elsewhere" }), false);
    assert.equal(isLeftover({ ...ownerLabels(thisProcess()), [labels.pid]: "no number" }), false);
  });
});
