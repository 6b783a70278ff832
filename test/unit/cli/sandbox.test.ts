import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod/mini";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { backends } from "../sandbox/backends.ts";

const program = join(import.meta.dirname, "../../../dist/cli.js");
const reason = backends.find(({ name }) => name === "bubblewrap")?.unavailable;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in a throw-away project with a home folder of its own. */
async function sandbox(args: readonly string[], check: (ran: Ran, project: string) => unknown, interrupt = false): Promise<void> {
  await using folder = await temporaryFolder({ "home/.unified-dgm/config.yaml": "security: {sandbox_mode: bubblewrap}\n", "project/a.txt": "a\n", "project/.env": "SECRET=1\n" });
  const project = join(folder.path, "project");
  const child = spawn(process.execPath, [program, "sandbox", ...args], { cwd: project, env: { PATH: process.env["PATH"], HOME: join(folder.path, "home"), OPENAI_API_KEY: "sk-canary" }, stdio: ["ignore", "pipe", "pipe"] });
  if (interrupt) child.stdout.once("data", () => { child.kill("SIGINT"); });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  await check({ code: child.exitCode, stdout, stderr }, project);
}

(reason === undefined ? describe : describe.skip)(`unified-dgm sandbox${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  it("runs a line for the shell in the project, and ends with its exit code", () =>
    sandbox(["--", "cat a.txt > b.txt; echo done; echo oops >&2; exit 7"], async ({ code, stdout, stderr }, project) => {
      assert.deepEqual([code, stdout, stderr], [7, "done\n", "oops\n"]);
      assert.equal(await readFile(join(project, "b.txt"), "utf8"), "a\n");
    }));

  it("takes several words as they are", () =>
    sandbox(["--", "printf", "%s|", "a  b", "$HOME", "it's", "--json"], ({ stdout }) => { assert.equal(stdout, "a  b|$HOME|it's|--json|"); }));

  it("shows no secret, neither of a file nor of a variable", () =>
    sandbox(["--", "cat .env; env"], ({ stdout }) => { assert.doesNotMatch(stdout, /SECRET|canary/); }));

  it("tells how the command ended as one JSON object, apart from what it printed", () =>
    sandbox(["--json", "--", "echo printed"], ({ stdout, stderr }) => {
      const { exitCode, backend, timedOut } = z.parse(z.looseObject({ exitCode: z.number(), backend: z.string(), timedOut: z.boolean() }), JSON.parse(stdout));
      assert.deepEqual([exitCode, backend, timedOut, stderr], [0, "bubblewrap", false, "printed\n"]);
    }));

  it("ends a command whose time is over", () =>
    sandbox(["--timeout", "0.2", "--", "sleep 100"], ({ code, stderr }) => { assert.deepEqual([code, /time was over/.test(stderr)], [124, true]); }));

  it("ends with Ctrl-C", () => sandbox(["--", "echo begun; sleep 100"], ({ code }) => { assert.equal(code, 130); }, true));

  it("tells a signal by the exit code", () => sandbox(["--", "kill -SEGV $$"], ({ code }) => { assert.equal(code, 139); }));

  it("runs nothing where the sandbox that is asked for cannot run it", () =>
    sandbox(["--backend", "seatbelt", "--", "touch made"], async ({ code, stderr }, project) => {
      assert.deepEqual([code, /seatbelt/.test(stderr)], [125, true]);
      await assert.rejects(readFile(join(project, "made")), { code: "ENOENT" });
    }));

  it("says what is wrong with its words", async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /There is no command; it stands behind --/],
      [["npm", "test"], /the command stands behind --/],
      [["--backend", "chroot", "--", "true"], /--backend is "docker"/],
      [["--timeout", "soon", "--", "true"], /--timeout is a number of seconds/],
    ];
    for (const [args, expected] of wrong) {
      await sandbox(args, ({ code, stderr }) => {
        assert.equal(code, 2);
        assert.match(stderr, expected);
      });
    }
  });

  it("fits its help on a screen", () =>
    sandbox(["--help"], ({ code, stdout }) => {
      const lines = stdout.trimEnd().split("\n");
      assert.deepEqual([code, lines.length <= 24, Math.max(...lines.map(({ length }) => length)) <= 120], [0, true, true]);
    }));
});
