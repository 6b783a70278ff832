import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { canUseApt } from "../../../scripts/setup/apt.ts";
import { findCommand } from "../../../scripts/setup/commands.ts";
import { answers } from "../../../scripts/setup/docker.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const reason = !canUseApt() ? "it takes root on Debian" : findCommand("dockerd") === undefined ? "dockerd is not installed" : (await answers("/var/run/docker.sock")) ? "the system has an engine, which is used instead" : undefined;

/** A run of the tests, as far as the engine is concerned. */
interface Run {
  /** The engine's socket. */
  readonly began: Promise<string>;
  /** It comes to its end. */
  readonly end: () => Promise<void>;
  readonly die: () => Promise<void>;
}

function startRun(cache: string): Run {
  const module = join(import.meta.dirname, "../../../scripts/setup/docker.ts");
  const code = `import { ensureDocker, stopDocker } from ${JSON.stringify(module)};
    console.log(JSON.stringify(await ensureDocker(${JSON.stringify(cache)})));
    process.stdin.once("data", async () => { await stopDocker(${JSON.stringify(cache)}); process.exit(0); });`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], { stdio: ["pipe", "pipe", "inherit"], env: { PATH: process.env["PATH"], TMPDIR: cache } });
  const began = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const socket = /"socket":"([^"]+)"/.exec(line)?.[1];
      if (socket !== undefined || line.includes('"ready":false')) resolve(socket ?? line);
    });
  });
  const gone = once(child, "exit");
  const after = (act: (child: ChildProcess) => unknown) => async (): Promise<void> => {
    act(child);
    await gone;
  };
  return { began, end: after(({ stdin }) => stdin?.write("end\n")), die: after((process) => process.kill("SIGKILL")) };
}

(reason === undefined ? describe : describe.skip)(`the tests' own Docker engine${reason === undefined ? "" : ` (skipped: ${reason})`}`, function () {
  this.timeout(180_000);

  it("is shared by runs that begin at the same moment, and ended by the last of them, whatever became of the others", async () => {
    await using folder = await temporaryFolder({});
    const runs = [startRun(folder.path), startRun(folder.path), startRun(folder.path)] as const;
    const [socket, ...others] = await Promise.all(runs.map(({ began }) => began));
    assert.ok(socket !== undefined && (await answers(socket)), socket);
    assert.deepEqual(others, [socket, socket]);
    await runs[0].end();
    assert.equal(await answers(socket), true);
    await runs[1].die();
    assert.equal(await answers(socket), true);
    await runs[2].end();
    assert.equal(await answers(socket), false);
  });
});
