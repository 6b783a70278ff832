import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { startConversation, type Turn } from "../../support/conversation.ts";
import { scriptedConfiguration } from "../../support/scripted-models.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = join(import.meta.dirname, "../../../dist/cli.js");
const STEPS = 4;
const KILLS = 50;
const WRONG_USAGE = 2;
const start = "// begin\n// end\n";
const whole = `// begin\n${Array.from({ length: STEPS }, (_, step) => `// ${step + 1} first\n// ${step + 1} second\n`).join("")}// end\n`;

const eventSchema = z.looseObject({ type: z.string(), seq: z.number(), summary: z.optional(z.string()) });
const exitSchema = z.tuple([z.nullable(z.number()), z.nullable(z.string())]);
const failWith = (message: string): never => {
  throw new Error(message);
};

/** A task of four steps, each of which writes twice into the same file, runs a command between, and makes a file. */
const conversation = {
  reasoning_engine: () => JSON.stringify({ steps: Array.from({ length: STEPS }, (_, at) => ({ id: `s${at + 1}`, title: `Write ${at + 1}`, kind: "code_modification", files: ["log.js"] })) }),
  code_generator: (_: number, body: string): Turn => {
    const step = /Step s(\d): /.exec(body)?.[1] ?? "";
    const done = body.split("function_call_output").length - 1;
    const write = (what: string): Turn => [{ name: "edit_file", arguments: { path: "log.js", edits: [{ search: "// end\n", replace: `// ${step} ${what}\n// end\n` }] } }];
    if (done === 0) return write("first");
    if (done === 1) return [{ name: "run_command", arguments: { command: "node log.js" } }, { name: "write_file", arguments: { path: `made-${step}.js`, text: `// ${step}\n` } }];
    return done < 4 && !body.includes(`${step} second`) ? write("second") : `Wrote ${step}.`;
  },
};

describe("a task whose process is killed", function () {
  this.timeout(300_000);

  it(`goes on with no edit lost or applied twice, killed at ${KILLS} points in all`, async () => {
    await using server = await startConversation(conversation);
    let kills = 0;
    for (let round = 0; kills < KILLS; round += 1) {
      await using folder = await temporaryFolder({ "home/.unified-dgm/config.yaml": `${scriptedConfiguration(server.url)}security: {sandbox_mode: bubblewrap}\n`, "project/log.js": start });
      const project = join(folder.path, "project");
      execFileSync("git", ["init", "-q"], { cwd: project });
      const run = (...args: readonly string[]): ChildProcess => spawn(process.execPath, [program, ...args, "--json", "--approval-mode", "full-auto"], { cwd: project, env: { PATH: process.env["PATH"], HOME: join(folder.path, "home"), ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "b", LLAMA_API_KEY: "c" }, stdio: ["ignore", "pipe", "ignore"] });
      let child = run("write log.js");
      for (let seen = 0; ; child = run("resume")) {
        // By what it says, not by the clock: the same points on a slow machine. A resumed task says first what is in its log.
        const point = seen + 4 + ((kills * 13 + round * 5) % 47);
        let last = seen;
        let end: string | undefined;
        const lines = createInterface({ input: child.stdout ?? failWith("The program has no output.") });
        lines.on("line", (line) => {
          const event = z.parse(eventSchema, JSON.parse(line));
          last = Math.max(last, event.seq);
          end = event.type === "task_finished" ? event.summary : undefined;
          if (last >= point) child.kill("SIGKILL");
        });
        const [code, signal] = z.parse(exitSchema, await once(child, "close"));
        seen = last;
        if (signal === "SIGKILL") kills += 1;
        // Killed between its last write to the log and its last word, a task is over, and resuming it is refused.
        if (code === 0 || code === WRONG_USAGE || (signal === "SIGKILL" && end !== undefined)) break;
        assert.equal(signal, "SIGKILL", `round ${round}, exit code ${code}: ${end ?? ""}`);
      }
      assert.equal(await readFile(join(project, "log.js"), "utf8"), whole, `round ${round}`);
      for (let step = 1; step <= STEPS; step += 1) assert.equal(await readFile(join(project, `made-${step}.js`), "utf8"), `// ${step}\n`);
    }
  });
});
