import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEvent } from "../../../engine/protocol/event.ts";
import { hasPseudoTerminal, inPseudoTerminal, type TerminalSession } from "../../support/pseudo-terminal.ts";
import { backends } from "../sandbox/backends.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = join(import.meta.dirname, "../../../dist/cli.js");
/** Three uses far enough from each other to be hunks of their own. */
const source = `function alpha() {\n  return 1;\n}\n${"// filler\n".repeat(12)}console.log(alpha());\n${"// filler\n".repeat(12)}module.exports = { alpha };\n`;
const renamed = (count: number): string => {
  let left = count;
  return source.replaceAll("alpha", (found) => (left-- > 0 ? "beta" : found));
};

interface Project {
  readonly folder: string;
  readonly text: () => Promise<string>;
  readonly terminal: (args: readonly string[], env?: NodeJS.ProcessEnv) => TerminalSession;
  readonly piped: (args: readonly string[]) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

async function inProject(use: (project: Project) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder({ "project/a.js": source, "project/package.json": "{}\n", "home/x": "" });
  const cwd = join(folder.path, "project");
  execFileSync("git", ["init", "-q"], { cwd });
  const env = { PATH: process.env["PATH"], HOME: join(folder.path, "home"), NO_COLOR: "1" };
  await use({
    folder: cwd,
    text: () => readFile(join(cwd, "a.js"), "utf8"),
    terminal: (args, more = {}) => inPseudoTerminal([process.execPath, program, ...args], { cwd, env: { ...env, ...more } }),
    piped: (args) => new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], { cwd, env }, (error, stdout, stderr) => { resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }); });
    }),
  });
}

const sandboxed = backends.find(({ name }) => name === "bubblewrap")?.unavailable;
const question = "Accept this change? [y,n,e,a,d,A,q,?] ";

(hasPseudoTerminal ? describe : describe.skip)(`the program in a terminal${hasPseudoTerminal ? "" : " (skipped: util-linux' script is not here)"}`, function () {
  this.timeout(60_000);

  it("asks hunk by hunk, and writes just what was accepted", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      for (const answer of ["y", "n", "y"]) {
        await session.sees(question);
        session.types(`${answer}\n`);
      }
      assert.equal(await session.ends(), 0, session.output());
      assert.equal(await text(), source.replace("function alpha", "function beta").replace("{ alpha }", "{ beta }"));
    });
  });

  it("writes nothing before the answer", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      assert.equal(await text(), source);
      session.types("A\n");
      assert.equal(await session.ends(), 0);
      assert.equal(await text(), renamed(3));
    });
  });

  it("explains the answers, and takes what it does not know as a question for that", async () => {
    await inProject(async ({ terminal }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      session.types("?\n");
      await session.sees("y accept · n reject · e edit");
      await session.sees(question);
      session.types("d\n");
      assert.equal(await session.ends(), 0);
    });
  });

  it("lets the proposal be changed in the user's editor first", async () => {
    await inProject(async ({ folder, terminal, text }) => {
      const editor = join(folder, "..", "editor.sh");
      await writeFile(editor, `#!/bin/sh\nsed -i 's/beta()/gamma()/' "$1"\n`);
      await chmod(editor, 0o755);
      await using session = terminal(["rename alpha to beta"], { EDITOR: editor });
      await session.sees(question);
      session.types("e\n");
      await session.sees("gamma()");
      await session.sees(question);
      session.types("A\n");
      assert.equal(await session.ends(), 0);
      assert.equal(await text(), renamed(3).replaceAll("beta()", "gamma()"));
    });
  });

  it("leaves Ctrl-C to the editor while it is open", async () => {
    await inProject(async ({ folder, terminal, text }) => {
      const editor = join(folder, "..", "editor.sh");
      await writeFile(editor, `#!/bin/sh\ntrap 'echo "interrupted: $?"; heard=1' INT\necho "the editor is open"\nwhile [ -z "$heard" ]; do read -r line; done\nsed -i 's/beta()/gamma()/' "$1"\n`);
      await chmod(editor, 0o755);
      await using session = terminal(["rename alpha to beta"], { VISUAL: editor, EDITOR: "false" });
      await session.sees(question);
      session.types("e\n");
      await session.sees("the editor is open");
      session.types("\u0003");
      await session.sees("interrupted:");
      await session.sees(question);
      session.types("A\n");
      assert.equal(await session.ends(), 0, session.output());
      assert.equal(await text(), renamed(3).replaceAll("beta()", "gamma()"));
    });
  });

  it("keeps the proposal as it was when the editor fails, or none is set, and says so", async () => {
    await inProject(async ({ terminal, text }) => {
      for (const [editor, told] of [["false", "ended with exit code 1"], ["", "No editor is set."]] as const) {
        await using session = terminal(["rename alpha to beta"], { EDITOR: editor });
        await session.sees(question);
        session.types("e\n");
        await session.sees(told);
        await session.sees(question);
        session.types("d\n");
        assert.equal(await session.ends(), 0);
      }
      assert.equal(await text(), source);
    });
  });

  it("leaves the rest undecided when it is told to stop, and takes it up again with resume", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      session.types("y\n");
      await session.sees(question);
      session.types("q\n");
      await session.sees("To go on: unified-dgm resume ");
      assert.equal(await session.ends(), 4);
      assert.equal(await text(), renamed(1));
      await using again = terminal(["resume"]);
      await again.sees(question);
      again.types("A\n");
      assert.equal(await again.ends(), 0, again.output());
      assert.equal(await text(), renamed(3));
    });
  });

  it("ends with Ctrl-C at a question, and leaves the files as they were", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      session.types("\u0003");
      assert.equal(await session.ends(), 130);
      assert.equal(await text(), source);
    });
  });

  it("leaves the rest undecided when the input ends, as a terminal's does with Ctrl-D", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      session.types("\u0004");
      assert.equal(await session.ends(), 4);
      assert.equal(await text(), source);
    });
  });

  it("ends with Ctrl-C in the middle of the work, and leaves the files as they were", async () => {
    await inProject(async ({ terminal, text }) => {
      await using session = terminal(["rename alpha to beta", "--approval-mode", "full-auto"]);
      await session.sees("Implementing step 1/1");
      session.types("\u0003");
      assert.equal(await session.ends(), 130);
      assert.equal(await text(), source);
      assert.match(session.output(), /Canceled: What was not accepted did not touch your files\./);
    });
  });

  (sandboxed === undefined ? it : it.skip)(`ends with Ctrl-C while a command runs in the sandbox${sandboxed === undefined ? "" : ` (skipped: ${sandboxed})`}`, async () => {
    await inProject(async ({ folder, terminal }) => {
      await writeFile(join(folder, "package.json"), '{"name": "a", "version": "1.0.0", "scripts": {"test": "echo begun && sleep 1000"}}\n');
      await using session = terminal(["refactor this codebase to use TypeScript", "--approval-mode", "full-auto"]);
      await session.sees("\n  begun");
      session.types("\u0003");
      assert.equal(await session.ends(), 130, session.output());
    });
  });

  it("can be resumed after the terminal was closed", async () => {
    await inProject(async ({ terminal, text }) => {
      const session = terminal(["rename alpha to beta"]);
      await session.sees(question);
      await session[Symbol.asyncDispose]();
      assert.equal(await text(), source);
      await using again = terminal(["resume"]);
      await again.sees(question);
      again.types("A\n");
      assert.equal(await again.ends(), 0, again.output());
      assert.equal(await text(), renamed(3));
    });
  });

  it("lets no second terminal take a task that waits for an answer in the first", async () => {
    await inProject(async ({ terminal, piped, text }) => {
      await using session = terminal(["rename alpha to beta"]);
      await session.sees("Task ");
      await session.sees(question);
      const task = /Task (\S+)/.exec(session.output())?.[1] ?? assert.fail();
      const named = await piped(["resume", task]);
      assert.deepEqual([named.code, named.stderr.trimEnd().split("\n").length], [1, 1]);
      assert.match(named.stderr, /runs already, in process \d+\. Wait for it there, or cancel it there\./);
      assert.match((await piped(["resume"])).stderr, /No task of this folder was stopped in the middle/);
      session.types("A\n");
      assert.equal(await session.ends(), 0);
      assert.equal(await text(), renamed(3));
    });
  });

  it("shows what goes on in one line that it takes away again", async () => {
    await inProject(async ({ terminal }) => {
      await using session = terminal(["rename alpha to beta", "--approval-mode", "full-auto"]);
      assert.equal(await session.ends(), 0);
      const output = session.output();
      assert.ok(output.includes("\r\u001b[KLooking for the symbol (0/3)"));
      const written = output.split("\n").map((line) => line.slice(line.lastIndexOf("\u001b[K") + 1)).join("\n");
      assert.ok(!written.includes("Looking for the symbol"), written);
    });
  });
});

describe("the program without a terminal", function () {
  this.timeout(60_000);

  it("asks nothing, writes nothing, shows the edits, and says by its exit code that an approval is missing", async () => {
    await inProject(async ({ piped, text }) => {
      const { code, stdout } = await piped(["rename alpha to beta"]);
      assert.equal(code, 3);
      assert.match(stdout, /-function alpha\(\) \{\n\+function beta\(\) \{/);
      assert.match(stdout, /Nothing was written: these edits need your approval\./);
      assert.ok(!stdout.includes("\u001b"));
      assert.equal(await text(), source);
    });
  });

  it("says that edits could not be applied, where it was not for lack of an approval", async () => {
    await inProject(async ({ folder, piped, text }) => {
      await chmod(join(folder, "a.js"), 0o444);
      const { code, stdout } = await piped(["rename alpha to beta", "--approval-mode", "auto-edit"]);
      assert.equal(code, 3);
      assert.match(stdout, /Warning: a\.js is read-only/);
      assert.match(stdout, /These edits could not be applied/);
      assert.doesNotMatch(stdout, /need your approval/);
      assert.equal(await text(), source);
    });
  });

  it("prints only events with --json, one a line", async () => {
    await inProject(async ({ piped }) => {
      const { code, stdout } = await piped(["rename alpha to beta", "--json", "--approval-mode", "full-auto"]);
      assert.equal(code, 0);
      const kinds = stdout.trimEnd().split("\n").map((line) => parseEvent(JSON.parse(line)).kind);
      assert.ok(kinds.length > 5 && kinds.every((kind) => kind === "event"));
    });
  });

  it("ends well when nobody reads on", async () => {
    await inProject(({ folder }) => {
      const output = execFileSync("/bin/sh", ["-c", `'${process.execPath}' '${program}' "rename alpha to beta" --approval-mode full-auto | head -1`], { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder }, encoding: "utf8" });
      assert.match(output, /^Task \S+ \(full-auto\): rename alpha to beta\n$/);
      return Promise.resolve();
    });
  });

  it("ends well when nobody reads its other output either", async () => {
    await inProject(({ folder }) => {
      const output = execFileSync("/bin/sh", ["-c", `'${process.execPath}' '${program}' "rename alpha to beta" --json 2>&1 >/dev/null | head -1`], { cwd: folder, env: { PATH: process.env["PATH"], HOME: folder }, encoding: "utf8" });
      assert.match(output, /^a\.js \(modified, line 1\)\n$/);
      return Promise.resolve();
    });
  });

  it("says in one line what is wrong with the command line", async () => {
    await inProject(async ({ piped }) => {
      for (const args of [[], ["--yolo"], ["x", "--approval-mode", "never"], ["x", "--max-cost", "much"], ["x", "--model", "gpt"]]) {
        const { code, stderr } = await piped(args);
        assert.deepEqual([code, stderr.trimEnd().split("\n").length], [2, 1], stderr);
      }
    });
  });

  it("makes no folder of a name that was mistyped", async () => {
    await inProject(async ({ folder, piped }) => {
      for (const args of [["rename alpha to beta"], ["resume"], ["models"]]) {
        const { code, stderr } = await piped([...args, "--cwd", "../projcet"]);
        assert.equal(code, 2);
        assert.match(stderr, /^\S+\/projcet is not there\. Give the project's folder with --cwd\.\n$/);
      }
      assert.match((await piped(["rename alpha to beta", "--cwd", "a.js"])).stderr, /a\.js is no folder\./);
      assert.deepEqual((await readdir(join(folder, ".."))).sort(), ["home", "project"]);
    });
  });

  it("has nothing to resume where nothing was stopped", async () => {
    await inProject(async ({ piped }) => {
      const { code, stderr } = await piped(["resume"]);
      assert.equal(code, 2);
      assert.match(stderr, /No task of this folder was stopped in the middle/);
      const named = await piped(["resume", "../../elsewhere"]);
      assert.equal(named.code, 2);
      assert.match(named.stderr, /^There is no task \.\.\/\.\.\/elsewhere in /);
    });
  });
});
