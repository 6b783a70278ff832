import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Readable } from "node:stream";
import { SandboxFailedError } from "./errors.ts";

/** The first process of a sandbox. When the kernel has ended it, it has ended every other process of the sandbox before. */
export interface Leader {
  readonly pid: number;
  /** True while it lives; a zombie and another process under the same number do not count. */
  alive(): boolean;
  kill(): void;
}

export interface BubblewrapStatus {
  /** Known as soon as the sandbox has begun; undefined where bubblewrap gave up before. */
  readonly leader: Promise<Leader | undefined>;
  /** After bubblewrap has closed its report: the leader, and how the command ended where it ended by itself. */
  readonly done: Promise<{ readonly leader: Leader | undefined; readonly exitCode: number | undefined }>;
}

/** Reads what bubblewrap writes to `--json-status-fd`: one JSON object a line, `child-pid` first and `exit-code` last. */
export function readStatus(report: Readable): BubblewrapStatus {
  let text = "";
  let leader: Leader | undefined;
  const begun = Promise.withResolvers<Leader | undefined>();
  const done = Promise.withResolvers<{ leader: Leader | undefined; exitCode: number | undefined }>();
  report.setEncoding("utf8");
  report.on("data", (chunk: string) => {
    text += chunk;
    const pid = numberAfter(text, "child-pid");
    if (leader !== undefined || pid === undefined) return;
    leader = leaderOf(pid);
    begun.resolve(leader);
  });
  report.once("close", () => {
    begun.resolve(undefined);
    done.resolve({ leader, exitCode: numberAfter(text, "exit-code") });
  });
  report.once("error", () => undefined); // A "close" follows.
  return { leader: begun.promise, done: done.promise };
}

/** Waits until the sandbox's last process is gone. Usually it already is; the kernel needs a moment for a large tree. */
export async function waitUntilGone(leader: Leader): Promise<void> {
  for (let waited = 0, pause = 1; leader.alive(); waited += pause, pause = Math.min(pause * 2, 100)) {
    if (waited > 60_000) throw new SandboxFailedError(`The sandbox's processes (under process ${leader.pid}) do not end.`);
    leader.kill();
    await sleep(pause);
  }
}

/** The only two numbers in the report, each under a name of its own: `{ "child-pid": 17, … }`. */
function numberAfter(text: string, name: string): number | undefined {
  const digits = new RegExp(`"${name}"\\s*:\\s*(\\d+)\\s*[,}]`).exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function leaderOf(pid: number): Leader {
  const born = processState(pid)?.born;
  const alive = (): boolean => {
    const now = processState(pid);
    return now !== undefined && now.born === born && now.state !== "Z" && now.state !== "X";
  };
  return {
    pid,
    alive,
    kill() {
      if (!alive()) return;
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended between the look and the signal.
      }
    },
  };
}

/** State letter and start time (clock ticks since boot) of a process, from /proc/PID/stat; undefined where there is none. */
export function processState(pid: number): { readonly state: string; readonly born: string } | undefined {
  try {
    // The name in parentheses may hold spaces and parentheses itself: what follows starts after the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop()?.split(" ") ?? [];
    return { state: fields[0] ?? "", born: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
