import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { existsSync } from "node:fs";
import type { TaskEvent } from "../engine/protocol/event.ts";
import { emptyTaskView, foldEvent } from "../engine/protocol/task-view.ts";
import type { FrontEnd } from "../engine/task/front-end.ts";
import type { Arguments } from "./arguments.ts";
import { type Ask, askOnTerminal, decideByHunk, describeHunk, type Reviewer } from "./ask.ts";
import { UserError } from "../engine/errors.ts";
import { editInEditor } from "./edit-proposal.ts";
import { flagLayer } from "./flag-layer.ts";
import { linesFor } from "./lines.ts";
import { createProgressLine, progressAfter } from "./progress.ts";
import { projectFolder } from "./project-folder.ts";
import { terminalRuntime } from "./runtime.ts";

const EXIT = { done: 0, failed: 1, needsApproval: 3, stopped: 4, canceled: 130 } as const;

/** Runs one task in the terminal; the result is the exit code. */
export async function runInTerminal(args: Arguments): Promise<number> {
  const { request, cwd, json, "approval-mode": approvalMode } = args;
  const flags = flagLayer(args);
  const root = await projectFolder(cwd);
  const engine = await import("../engine/main.ts");
  const interactive = process.stdin.isTTY && process.stdout.isTTY && !json;
  const controller = new AbortController();
  const unanswered: string[] = [];
  let view = emptyTaskView;

  const output = json ? process.stderr : process.stdout;
  const progress = createProgressLine(output);
  const print = (line: string): void => {
    progress.clear();
    output.write(`${line}\n`);
  };
  const ask: Ask = (question, signal) => {
    progress.clear();
    return askOnTerminal(question, signal);
  };
  let inEditor = false;
  const edit: Reviewer["edit"] = async (path, text, line) => {
    inEditor = true;
    try {
      return await editInEditor(path, text, line);
    } finally {
      inEditor = false;
    }
  };
  const onEvent = (event: TaskEvent): void => {
    view = foldEvent(view, event);
    if (event.type === "task_started" && event.approvalMode !== "suggest" && !existsSync(join(root, ".git"))) print("Warning: git does not track this folder, so there is no easy way back from what is applied without asking.");
    if (json) process.stdout.write(`${JSON.stringify(event)}\n`);
    else for (const line of linesFor(view, event)) print(line);
    const now = progressAfter(view, event);
    if (now !== undefined) progress.show(now);
  };
  const leave = (): void => {
    controller.abort(engine.STOPPED);
  };
  const frontEnd: FrontEnd = {
    editor: engine.createDiskEditor(root),
    onEvent,
    showReview: (review, signal) => {
      if (interactive) return void decideByHunk(review, { ask, edit, print, leave }, signal);
      unanswered.push("review");
      for (const file of review.files()) {
        for (const hunk of file.hunks.length === 0 ? [undefined] : file.hunks) for (const line of describeHunk(file, hunk)) print(line);
      }
      print(view.approvalMode === "suggest" ? "Nothing was written: these edits need your approval. Run it in a terminal, or with --approval-mode auto-edit." : "These edits could not be applied, for the reason above. Mend that and resume the task, or decide on them in a terminal.");
      leave();
    },
    approveCommand: async ({ command, reason, rule }, signal) => {
      if (!interactive) {
        unanswered.push(command);
        print(`Not run: "${command}" needs your approval. Run it in a terminal, or with --approval-mode full-auto.`);
        return "denied";
      }
      if (reason !== "") print(`Careful: ${reason}`);
      const always = rule === "" ? "" : `,a=always allow ${rule} here`;
      const answer = (await ask(`Run "${command}" in the sandbox? [y,n${always}] `, signal))?.trim();
      if (answer === "a" && rule !== "") return "always";
      return answer === "y" ? "approved" : "denied";
    },
  };
  const interrupt = (): void => {
    if (inEditor) return; // Ctrl-C is for the editor then.
    if (controller.signal.aborted) process.exit(EXIT.canceled);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  try {
    const runtime = terminalRuntime([flags]);
    const options = { root, approvalMode, trusted: () => true, signal: controller.signal };
    const task = args.resume === undefined ? await engine.startTask({ ...options, request }, frontEnd, runtime) : await engine.resumeTask(await stoppedTask(root, args.resume), options, frontEnd, runtime);
    const outcome = await task.done;
    if (outcome === "canceled") return EXIT.canceled;
    if (outcome === "stopped") print(`To go on: unified-dgm resume ${task.task}`);
    if (unanswered.length > 0) return EXIT.needsApproval;
    if (outcome === "stopped") return EXIT.stopped;
    return outcome === "failed" ? EXIT.failed : EXIT.done;
  } finally {
    progress.clear();
    process.off("SIGINT", interrupt);
  }
}

/** The task that is named, else the newest that was left in the middle. @throws UserError `bad_input` when there is none */
async function stoppedTask(root: string, named: string): Promise<string> {
  if (named !== "") return named;
  const { listTasks } = await import("../engine/main.ts");
  const found = (await listTasks(root)).find(({ outcome, running }) => !running && (outcome === undefined || outcome === "stopped"));
  if (found === undefined) throw new UserError("bad_input", "No task of this folder was stopped in the middle.", "Start a new one: unified-dgm \"REQUEST\".");
  return found.task;
}

/** The product's version, from the package that the bundle lies in. */
export async function version(): Promise<string> {
  const found = /"version":\s*"([^"]+)"/.exec(await readFile(join(import.meta.dirname, "..", "package.json"), "utf8"));
  return found?.[1] ?? "unknown";
}
