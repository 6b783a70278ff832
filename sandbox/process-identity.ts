import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process from every other one, also from a later one of the same number. */
export interface ProcessIdentity {
  /** Machine and process namespace: a process id says nothing in another. */
  readonly place: string;
  readonly pid: number;
  /** When the process began, in a form that only has to differ between two processes of the same number; empty where the system does not say. */
  readonly start: string;
}

export function thisProcess(): ProcessIdentity {
  return { place: thisPlace(), pid: process.pid, start: startOf(process.pid) ?? "" };
}

/** Whether that process lives; undefined for one of another machine or container, which nobody can tell from here. */
export function livesHere({ place, pid, start }: ProcessIdentity): boolean | undefined {
  if (place !== thisPlace()) return undefined;
  return Number.isInteger(pid) && pid > 0 && startOf(pid) === start;
}

function thisPlace(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname(); // No /proc: not Linux.
  }
}

/** Undefined where no such process lives. Without /proc, that it lives is all we can say. */
function startOf(pid: number): string | undefined {
  try {
    // After the program's name, which may hold anything: the state, 18 numbers, the start.
    const [state = "", ...rest] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").pop()?.split(" ") ?? [];
    // One that ended stays in the table until its parent asks how, which in some containers nobody does.
    return state === "Z" || state === "X" ? undefined : (rest[18] ?? "");
  } catch {
    if (process.platform === "linux") return undefined;
  }
  try {
    process.kill(pid, 0);
    return "";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM" ? "" : undefined;
  }
}
