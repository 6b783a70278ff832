import type { Memento } from "vscode";
import { UserError } from "../../engine/errors.ts";

const KEY = "queue";
const LIMIT = 50;

/** Requests that wait until the running task has ended; they outlive the window. */
export interface RequestQueue {
  readonly all: () => readonly string[];
  /** @throws UserError when it is full */
  readonly add: (request: string) => Promise<void>;
  readonly remove: (index: number) => Promise<void>;
  /** Takes the first one out once `start` has started it. */
  readonly next: (start: (request: string) => Promise<void>) => Promise<void>;
}

export function createQueue(memory: Memento): RequestQueue {
  const all = (): readonly string[] => {
    const stored: unknown = memory.get(KEY);
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
  };
  return {
    all,
    add: async (request) => {
      if (all().length >= LIMIT) throw new UserError("bad_input", `At most ${LIMIT} requests can wait; this one was not queued: ${request}`, "Remove one, or send it later.");
      await memory.update(KEY, [...all(), request]);
    },
    remove: async (index) => { await memory.update(KEY, all().toSpliced(index, 1)); },
    next: async (start) => {
      const [first] = all();
      if (first === undefined) return;
      await start(first);
      // More may have been queued meanwhile, but nothing before it.
      await memory.update(KEY, all().slice(1));
    },
  };
}
