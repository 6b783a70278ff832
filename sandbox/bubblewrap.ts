import { spawn, type ChildProcess } from "node:child_process";
import { Readable, Writable } from "node:stream";
import { bubblewrapArgv, describeHost } from "./bubblewrap-argv.ts";
import { readStatus, waitUntilGone, type BubblewrapStatus } from "./bubblewrap-status.ts";
import { watchEnding } from "./ending.ts";
import { SandboxFailedError } from "./errors.ts";
import { planMounts, type MountPlan } from "./mounts.ts";
import { outputGate } from "./output.ts";
import { releaseProtected } from "./protected.ts";
import { canceledResult, resultOf } from "./result.ts";
import type { Sandbox, SandboxResult, SandboxRun } from "./sandbox.ts";

/** Where bubblewrap is and what it can do. */
export interface BubblewrapTool {
  /** Absolute path of `bwrap`. */
  readonly path: string;
  readonly version: string;
  /** Version 0.8 and later. */
  readonly modern: boolean;
  /** The filter of system calls, where the kernel takes one. */
  readonly filter: Buffer | undefined;
}

const statusFd = 3;
const filterFd = 4;

/** Commands in bubblewrap: namespaces of the kernel, no service and no image needed. Linux only. */
export function bubblewrapSandbox(tool: BubblewrapTool): Sandbox {
  const running = new Set<AbortController>();
  return {
    name: "bubblewrap",
    async run(run) {
      const disposal = new AbortController();
      running.add(disposal);
      try {
        return await runOnce(tool, { ...run, signal: run.signal === undefined ? disposal.signal : AbortSignal.any([run.signal, disposal.signal]) });
      } finally {
        running.delete(disposal);
      }
    },
    dispose() {
      for (const disposal of running) disposal.abort();
      return Promise.resolve();
    },
  };
}

async function runOnce(tool: BubblewrapTool, run: SandboxRun): Promise<SandboxResult> {
  const plan = await planMounts(run.policy);
  try {
    return run.signal?.aborted === true ? canceledResult("bubblewrap") : await runPlanned(tool, run, plan);
  } finally {
    releaseProtected(plan.hold);
  }
}

async function runPlanned(tool: BubblewrapTool, run: SandboxRun, plan: MountPlan): Promise<SandboxResult> {
  const started = performance.now();
  const args = bubblewrapArgv(run.command, run.policy, plan, describeHost(tool.modern), { statusFd, filterFd: tool.filter && filterFd });
  // In a session of its own: a terminal's Ctrl-C is for us, who then end the command and say so.
  const child = spawn(tool.path, args, { stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"], env: {}, cwd: "/", detached: true });
  const closed = closing(child);
  const filter = child.stdio[filterFd];
  if (!(filter instanceof Writable)) throw new SandboxFailedError("bubblewrap was started without a pipe for its filter.");
  filter.on("error", () => undefined); // It gave up before, and says why itself.
  filter.end(tool.filter);
  const report = child.stdio[statusFd];
  if (!(report instanceof Readable)) throw new SandboxFailedError("bubblewrap was started without a pipe for its report.");
  const status = readStatus(report);
  const ending = watchEnding(run.policy.timeoutMs, run.signal, () => void killTree(child, status));
  let lastError = "";
  const gate = outputGate(run.policy.outputLimitBytes, (stream, text) => {
    if (stream === "stderr") lastError = (lastError + text).slice(-500);
    try {
      run.onOutput(stream, text);
    } catch (error) {
      ending.stop("failure", error);
    }
  }, () => {
    ending.stop("output");
  });
  child.stdout?.on("data", (bytes: Buffer) => {
    gate.take("stdout", bytes);
  });
  child.stderr?.on("data", (bytes: Buffer) => {
    gate.take("stderr", bytes);
  });
  try {
    await closed;
    gate.end();
  } finally {
    ending.release();
  }
  const { leader, exitCode } = await status.done;
  if (leader !== undefined) await waitUntilGone(leader);
  if (ending.cause === "failure") throw new SandboxFailedError("The receiver of the command's output failed.", { cause: ending.error });
  if (exitCode === undefined && ending.cause === undefined) throw new SandboxFailedError(`bubblewrap could not run the command: ${lastError.trim()}`);
  return resultOf("bubblewrap", exitCode ?? null, ending, performance.now() - started);
}

function closing(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(new SandboxFailedError(`bubblewrap could not be started: ${error.message}`, { cause: error }));
    });
    child.once("close", () => {
      resolve();
    });
  });
}

/** Ends the process that leads the sandbox, with which the kernel ends all others. Before it is known, bubblewrap is still setting up. */
async function killTree(child: ChildProcess, status: BubblewrapStatus): Promise<void> {
  const leader = await status.leader;
  if (leader !== undefined && child.exitCode === null) leader.kill();
  child.kill("SIGKILL");
}
