import type { CommandView } from "../../engine/protocol/task-view.ts";
import { duration } from "../text/format.ts";
import { visibleLine } from "../text/visible.ts";

/** How a command went: one line under its output. */
export interface CommandLabel {
  readonly tone: "running" | "done" | "failed" | "canceled";
  readonly status: string;
  /** Duration and backend. */
  readonly detail: string;
}

export function commandLabel({ finished, backend }: CommandView): CommandLabel {
  const where = visibleLine(backend);
  if (finished === undefined) return { tone: "running", status: "Running", detail: where };
  const detail = `${duration(finished.durationMs)} · ${where}`;
  if (finished.canceled) return { tone: "canceled", status: "Canceled", detail };
  if (finished.timedOut) return { tone: "failed", status: "Stopped at its time limit", detail };
  if (finished.signal !== null) return { tone: "failed", status: `Ended by ${visibleLine(finished.signal)}`, detail };
  if (finished.exitCode === 0) return { tone: "done", status: "Exit code 0", detail };
  return { tone: "failed", status: finished.exitCode === null ? "No exit code" : `Exit code ${finished.exitCode}`, detail };
}

/** Whether a command's output is shown unless the user says otherwise: what runs, what went wrong, and what ran last. */
export function opensByItself(commands: readonly CommandView[], command: CommandView): boolean {
  return commandLabel(command).tone !== "done" || commands.at(-1) === command;
}
