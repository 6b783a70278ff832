import assert from "node:assert/strict";
import { commandPolicy, COMMAND_TIMEOUT } from "../../../engine/task/command-policy.ts";
import { describeBackend } from "../sandbox/backends.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("what a task's command may see", () => {
  it("is the workspace and the shipped compiler, for 30 seconds, without a network that nobody granted", async () => {
    const { workspace, network, readable, timeoutMs } = await commandPolicy("/srv/app", "/opt/dgm", "docker", false);
    assert.deepEqual([workspace, network, readable, timeoutMs], ["/srv/app", false, ["/opt/dgm"], COMMAND_TIMEOUT]);
  });

  it("tells package managers that there is no network, where there is none", async () => {
    const offline = async (network: boolean): Promise<boolean> => "npm_config_offline" in ((await commandPolicy("/srv/app", "/opt/dgm", "docker", network)).environment);
    assert.deepEqual([await offline(false), await offline(true)], [true, false]);
  });
});

describeBackend("bubblewrap", "a package manager in the sandbox", (open) => {
  async function run(command: string): Promise<{ readonly exitCode: number | null; readonly timedOut: boolean; readonly output: string }> {
    await using folder = await temporaryFolder({ "app/package.json": '{"name": "app", "version": "1.0.0", "scripts": {"test": "echo tested"}}', "assets/x": "" });
    let output = "";
    const sandbox = await open();
    const policy = await commandPolicy(`${folder.path}/app`, `${folder.path}/assets`, sandbox.name, false);
    const { exitCode, timedOut } = await sandbox.run({ command, policy, onOutput: (_, text) => { output += text; } });
    return { exitCode, timedOut, output };
  }

  it("runs a package's own scripts", async () => {
    const { exitCode, output } = await run("npm test");
    assert.equal(exitCode, 0, output);
    assert.match(output, /\ntested\n/);
  });

  for (const command of ["npx --yes left-pad", "npm install left-pad"]) {
    it(`does not wait for a network that is not there: ${command}`, async () => {
      const { exitCode, timedOut, output } = await run(command);
      assert.deepEqual([exitCode, timedOut], [1, false], output);
      assert.match(output, /ENOTCACHED/);
    });
  }
});
