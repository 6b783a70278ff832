import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { daemonLives, describeBackend, makeWorkspace, options, policyFor, removeWorkspace, startDaemon } from "./backends.ts";

const pick = pathToFileURL(join(import.meta.dirname, "../../../sandbox/pick.ts")).href;

for (const name of ["bubblewrap", "docker"] as const) describeBackend(name, `a crash of the program that runs a command in ${name}`, () => {
  it("ends the command with all its processes", async () => {
    const workspace = await makeWorkspace();
    const script = `
      import { pickSandbox } from ${JSON.stringify(pick)};
      const sandbox = await pickSandbox("${name}", ${JSON.stringify(options)});
      await sandbox.run({ command: ${JSON.stringify(`${startDaemon}; sleep 1000`)}, policy: ${JSON.stringify(policyFor(workspace))}, onOutput: (_stream, text) => console.log(text) });`;
    try {
      const program = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
      await once(program.stdout, "data");
      program.kill("SIGKILL");
      await once(program, "close");
      // The kernel ends bubblewrap's processes with their parent; Docker's engine has to notice first.
      for (let waits = 0; waits < 100 && (await daemonLives(workspace)); waits += 1);
      assert.equal(await daemonLives(workspace), false);
    } finally {
      await removeWorkspace(workspace);
    }
  });
});
