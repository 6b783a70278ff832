import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, networkInterfaces, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { backends, daemonLives, describeBackend, makeWorkspace, policyFor, removeWorkspace, runIn, startDaemon, type Outcome, type RunChanges } from "./backends.ts";

for (const { name } of backends) {
  describeBackend(name, `a command in ${name}`, (open) => {
    let sandbox: Sandbox;
    let workspace: string;
    const run = (command: string, changes: RunChanges = {}): Promise<Outcome> => runIn(sandbox, workspace, command, changes);

    before(async () => {
      sandbox = await open();
    });
    beforeEach(async () => {
      workspace = await makeWorkspace();
    });
    afterEach(async () => {
      await removeWorkspace(workspace);
    });

    describe("reports", () => {
      it("the exit code and the backend", async () => {
        const { result } = await run("exit 7");
        assert.equal(result.exitCode, 7);
        assert.equal(result.signal, null);
        assert.equal(result.backend, name);
      });

      it("the signal that ended it", async () => {
        assert.equal((await run("kill -SEGV $$")).result.signal, "SIGSEGV");
      });

      it("stdout and stderr apart", async () => {
        const { stdout, stderr } = await run("echo out; echo err >&2");
        assert.deepEqual({ stdout, stderr }, { stdout: "out\n", stderr: "err\n" });
      });

      it("a character whole whose bytes come one by one", async () => {
        const script = `const bytes = Buffer.from("€𝄞é"); let at = 0; const next = () => at < bytes.length && process.stdout.write(bytes.subarray(at, ++at), () => setTimeout(next, 10)); next();`;
        await writeFile(join(workspace, "drip.js"), script);
        const pieces: string[] = [];
        const result = await sandbox.run({ command: "node drip.js", policy: policyFor(workspace), onOutput: (_stream, text) => pieces.push(text) });
        assert.equal(result.exitCode, 0);
        assert.deepEqual(pieces, ["€", "𝄞", "é"]);
      });

      it("the end of input at once", async () => {
        assert.equal((await run("cat; echo done")).stdout, "done\n");
      });
    });

    describe("sees and changes the workspace", () => {
      it("under its own path, as the working directory", async () => {
        assert.equal((await run("pwd")).stdout, `${workspace}\n`);
      });

      it("so that what it writes is on the disk, owned by the user", async () => {
        await run("mkdir made && echo content > made/file");
        assert.equal(await readFile(join(workspace, "made/file"), "utf8"), "content\n");
        assert.equal((await stat(join(workspace, "made/file"))).uid, process.getuid?.());
      });

      it("but cannot change the folders of git and of our own state", async () => {
        for (const folder of [".git", ".unified-dgm"]) {
          await mkdir(join(workspace, folder));
          await writeFile(join(workspace, folder, "config"), "mine\n");
          const { stdout } = await run(`cat ${folder}/config; echo theirs > ${folder}/config; touch ${folder}/new; rm -rf ${folder}; mv ${folder} gone; true`);
          assert.equal(stdout, "mine\n");
          assert.deepEqual(await readdir(join(workspace, folder)), ["config"]);
          assert.equal(await readFile(join(workspace, folder, "config"), "utf8"), "mine\n");
        }
      });

      it("nor make them where they are absent, and no trace of that remains", async () => {
        const { result } = await run("mkdir .git/hooks || rmdir .git || mkdir .unified-dgm/x");
        assert.notEqual(result.exitCode, 0);
        assert.deepEqual(await readdir(workspace), []);
      });

      it("and a worktree's .git file is as fixed", async () => {
        await writeFile(join(workspace, ".git"), "gitdir: elsewhere\n");
        await run("echo theirs > .git; rm -f .git");
        assert.equal(await readFile(join(workspace, ".git"), "utf8"), "gitdir: elsewhere\n");
      });
    });

    describe("cannot", () => {
      it("reach a server on the machine", async () => {
        let connections = 0;
        const server = createServer((socket) => {
          connections++;
          socket.destroy();
        });
        const port = await new Promise<number>((resolve) => {
          server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            resolve(typeof address === "object" && address !== null ? address.port : 0);
          });
        });
        try {
          const { stdout } = await run(`node -e 'require("net").connect(${port}, "127.0.0.1").on("error", (e) => console.log(e.code)).on("connect", () => console.log("connected"))'`);
          assert.equal(stdout, "ECONNREFUSED\n");
          assert.equal(connections, 0);
        } finally {
          server.close();
        }
      });

      // The Docker engine of the tests has no bridge; what a container asks for is tested with its specification.
      if (name === "bubblewrap") it("use another network interface than its loopback unless the policy grants the network", async () => {
        const { stdout } = await run(`node -p 'Object.keys(os.networkInterfaces()).some((name) => name !== "lo")'`, { policy: { network: true } });
        const outside = Object.keys(networkInterfaces()).some((each) => each !== "lo");
        assert.equal(stdout.trim(), String(outside));
      });

      it("use any network interface but its own loopback", async () => {
        assert.equal((await run(`node -p 'Object.keys(os.networkInterfaces()).join()'`)).stdout.trim(), "lo");
      });

      it("look up a name", async () => {
        const { stdout } = await run(`node -e 'require("dns").lookup("example.com", (e) => console.log(e ? "failed" : "found"))'`);
        assert.equal(stdout, "failed\n");
      });

      it("write outside the workspace", async () => {
        const places = ["/", "/usr", "/usr/bin", "/etc"].map((folder) => join(folder, basename(workspace)));
        const { stdout } = await run(places.map((place) => `(echo x > ${place}) 2>/dev/null && echo wrote ${place}`).join("; "));
        assert.equal(stdout, "");
      });

      it("change what it was only given to read", async () => {
        const other = await makeWorkspace();
        try {
          await writeFile(join(other, "file"), "mine\n");
          const { stdout } = await run(`cat ${other}/file; echo theirs > ${other}/file; touch ${other}/new`, { policy: { readable: [other] } });
          assert.equal(stdout, "mine\n");
          assert.deepEqual(await readdir(other), ["file"]);
        } finally {
          await removeWorkspace(other);
        }
      });

      it("see the machine's temporary files, and its own stay inside", async () => {
        const other = await makeWorkspace();
        try {
          const own = `own-${basename(workspace)}`;
          const { stdout } = await run(`ls -A ${tmpdir()}; touch "$TMPDIR/${own}" && echo made`);
          assert.ok(!stdout.includes(basename(other)));
          assert.ok(stdout.endsWith("made\n"));
          assert.ok(!(await readdir(tmpdir())).includes(own));
        } finally {
          await removeWorkspace(other);
        }
      });

      it("see the home folder, and has an empty one of its own", async () => {
        const outside = await stat(homedir());
        const { stdout } = await run(`stat -c %d:%i ${homedir()} 2>/dev/null || echo absent; ls -A "$HOME"; touch "$HOME/x" && echo "\${HOME##*/}"`);
        const [seen, ...rest] = stdout.split("\n");
        assert.notEqual(seen, `${outside.dev}:${outside.ino}`);
        assert.deepEqual(rest, [".sandbox-home", ""]);
      });

      it("see a variable that the policy does not name", async () => {
        process.env["SANDBOX_TEST_SECRET"] = "secret";
        const { stdout } = await run(`node -p 'Object.keys(process.env).sort().join()'`, { policy: { environment: { GIVEN: "yes" } } });
        delete process.env["SANDBOX_TEST_SECRET"];
        const byTheShell = ["PWD", "OLDPWD", "SHLVL", "_"];
        const names = stdout.trim().split(",").filter((found) => !byTheShell.includes(found));
        assert.deepEqual(names, ["GIVEN", "HOME", "LANG", "PATH", "TMPDIR"]);
      });

      it("gain privileges", async () => {
        const { stdout } = await run("grep -E '^(CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs):' /proc/self/status; id -u");
        const none = "0000000000000000";
        assert.deepEqual(stdout.trim().split(/\s+/), [...["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"].flatMap((label) => [label, none]), "NoNewPrivs:", "1", String(process.getuid?.())]);
      });

      it("see other processes", async () => {
        const { stdout } = await run(`test -e /proc/${process.pid}/environ && tr '\\0' '\\n' < /proc/${process.pid}/environ; ls /proc | grep -c '^[0-9]'`);
        assert.ok(Number(stdout) < 10, stdout);
      });
    });

    describe("ends with all its processes", () => {
      it("when it ends by itself, daemons included", async () => {
        const { result } = await run(startDaemon);
        assert.equal(result.exitCode, 0);
        assert.equal(await daemonLives(workspace), false);
      });

      it("when its time is over, and what it printed is kept", async () => {
        const { result, stdout } = await run(`${startDaemon}; sleep 1000`, { policy: { timeoutMs: 3_000 } });
        assert.deepEqual([result.timedOut, result.canceled, result.exitCode, result.signal], [true, false, null, "SIGKILL"]);
        assert.equal(stdout, "begun\n");
        assert.equal(await daemonLives(workspace), false);
      });

      it("when it is canceled, and what it printed is kept", async () => {
        const canceling = new AbortController();
        const { result, stdout } = await run(`${startDaemon}; sleep 1000`, { signal: canceling.signal, onStdout: () => { canceling.abort(); } });
        assert.deepEqual([result.canceled, result.timedOut, result.exitCode], [true, false, null]);
        assert.equal(stdout, "begun\n");
        assert.equal(await daemonLives(workspace), false);
      });

      it("when it is canceled as it starts", async () => {
        for (const delay of [0, 2, 5, 10, 50]) {
          const { result } = await run("sleep 1000", { signal: AbortSignal.timeout(delay) });
          assert.equal(result.canceled, true);
        }
      });

      it("when it prints more than the limit, which bounds what is handed on", async () => {
        const { result, stdout } = await run("yes", { policy: { outputLimitBytes: 100_000 } });
        assert.deepEqual([result.outputTruncated, result.exitCode, stdout.length], [true, null, 100_000]);
      });

      it("when the receiver of its output throws, and the run says so", async () => {
        const failing = sandbox.run({ command: `${startDaemon}; sleep 1000`, policy: policyFor(workspace), onOutput: () => { throw new Error("receiver"); } });
        await assert.rejects(failing, { name: "SandboxFailedError" });
        assert.equal(await daemonLives(workspace), false);
      });

      it("when the sandbox is disposed", async () => {
        const own = await open();
        const { result } = await runIn(own, workspace, `${startDaemon}; sleep 1000`, { onStdout: () => void own.dispose() });
        assert.equal(result.canceled, true);
        assert.equal(await daemonLives(workspace), false);
      });
    });

    it("does not start when it is canceled before", async () => {
      const { result } = await run("touch started", { signal: AbortSignal.abort() });
      assert.equal(result.canceled, true);
      assert.deepEqual(await readdir(workspace), []);
    });

    it("runs beside others, each with its own output", async () => {
      const outcomes = await Promise.all([1, 2, 3].map((number) => run(`sleep 0.1; echo ${number}`)));
      assert.deepEqual(outcomes.map(({ stdout }) => stdout), ["1\n", "2\n", "3\n"]);
      assert.deepEqual(await readdir(workspace), []);
    });

    it("is refused where the workspace is the home folder or a folder of the system", async () => {
      for (const folder of ["/", "/usr", "/proc/self", homedir(), join(workspace, "absent")]) {
        await assert.rejects(runIn(sandbox, folder, "true"), { name: "SandboxPolicyError" });
      }
    });
  });
}
