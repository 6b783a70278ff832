import type { Memento } from "vscode";

const KEY = "queue";
const LIMIT = 50;

/** Requests that wait until the running task has ended; they outlive the window. */
export interface RequestQueue {
  readonly all: () => readonly string[];
  readonly add: (request: string) => Promise<void>;
  readonly remove: (index: number) => Promise<void>;
  /** Takes the first one out. */
  readonly next: () => Promise<string | undefined>;
}

export function createQueue(memory: Memento): RequestQueue {
  const all = (): readonly string[] => {
    const stored: unknown = memory.get(KEY);
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
  };
  return {
    all,
    add: async (request) => { await memory.update(KEY, [...all(), request].slice(0, LIMIT)); },
    remove: async (index) => { await memory.update(KEY, all().toSpliced(index, 1)); },
    next: async () => {
      const [first, ...rest] = all();
      if (first !== undefined) await memory.update(KEY, rest);
      return first;
    },
  };
}
