import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";

/** What a guest may use; generous for any agent that means well. */
export const guestLimits = {
  /** MiB of memory of all its processes together. */
  memoryMiB: 1_024,
  /** MiB that one message may have. */
  messageMiB: 64,
  /** Calls of the host in ten seconds. */
  callsPerTenSeconds: 5_000,
  /** Calls that wait for an answer at the same time. */
  openCalls: 64,
  /** Milliseconds without a call while none is open: it computes for ever, or waits for nothing. */
  idleMs: 60_000,
} as const;
export type GuestLimits = { readonly [Name in keyof typeof guestLimits]: number };

/** Watches a guest's use of the machine. */
export interface GuestWatch {
  /** Counts a call until the returned function is called. */
  readonly call: () => () => void;
  /** Rejects with what was overstepped, in words that follow "The agent"; never resolves. */
  readonly overstepped: Promise<never>;
  readonly stop: () => void;
}

const TICK = 500;

export function watchGuest(pid: number, stdout: Readable, limits: GuestLimits): GuestWatch {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined); // whoever races it may be done
  const overstep = (what: string): void => { reject(new Error(what)); };
  let open = 0;
  let window = { began: performance.now(), calls: 0 };
  let lastSign = performance.now();
  let received = 0;

  stdout.on("data", (bytes: Buffer) => {
    received += bytes.length;
    if (received > limits.messageMiB * 2 ** 20) overstep(`sent a message of more than ${limits.messageMiB} MiB.`);
  });
  const timer = setInterval(() => {
    if (open === 0 && performance.now() - lastSign > limits.idleMs) overstep(`did nothing for ${Math.round(limits.idleMs / 1000)} s.`);
    void residentMiB(pid).then((used) => {
      if (used > limits.memoryMiB) overstep(`used more than ${limits.memoryMiB} MiB of memory.`);
    });
  }, TICK);

  return {
    call: () => {
      open += 1;
      received = 0;
      const now = performance.now();
      if (now - window.began > 10_000) window = { began: now, calls: 0 };
      window.calls += 1;
      if (window.calls > limits.callsPerTenSeconds) overstep(`called for more than ${limits.callsPerTenSeconds} things in ten seconds.`);
      if (open > limits.openCalls) overstep(`asked for more than ${limits.openCalls} things at the same time.`);
      return () => {
        open -= 1;
        lastSign = performance.now();
      };
    },
    overstepped: promise,
    stop: () => { clearInterval(timer); },
  };
}

/** MiB of memory of a process and its children; 0 where the system does not say. */
async function residentMiB(pid: number): Promise<number> {
  const [statm, children] = await Promise.all([readText(`/proc/${pid}/statm`), readText(`/proc/${pid}/task/${pid}/children`)]);
  const pages = Number(statm.split(" ")[1] ?? 0);
  const below = await Promise.all(children.split(" ").filter((id) => id.trim() !== "").map((id) => residentMiB(Number(id))));
  return (pages * 4) / 1024 + below.reduce((sum, each) => sum + each, 0);
}

function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
