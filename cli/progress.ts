import type { TaskEvent } from "../engine/protocol/event.ts";
import type { TaskView } from "../engine/protocol/task-view.ts";
import { displayName } from "../engine/configuration/model-names.ts";
import { columnsOf, cutToColumns } from "./columns.ts";
import { plainText } from "./plain-text.ts";

/** What of a terminal the line needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** One line at the end of the output that says what goes on, and is written over. Nothing where the output is no terminal. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Takes the line away: something else is written, or asked. */
  readonly clear: () => void;
}

export function createProgressLine(stream: ProgressStream, terminal = process.env["TERM"]): ProgressLine {
  let shown = 0;
  if (stream.isTTY !== true || terminal === "dumb") return { show: () => undefined, clear: () => undefined };
  const width = (): number => Math.max(10, stream.columns ?? 80);
  /** A terminal that became narrower has wrapped the line: all its rows go. */
  const erase = (): string => {
    const wrapped = Math.max(0, Math.ceil(shown / width()) - 1);
    return wrapped === 0 ? "\r\u001b[K" : `\r\u001b[${wrapped}A\u001b[J`;
  };
  return {
    show: (text) => {
      const line = cutToColumns(plainText(text).replaceAll(/\s+/g, " "), width() - 1);
      stream.write(erase() + line);
      shown = columnsOf(line);
    },
    clear: () => {
      if (shown > 0) stream.write(erase());
      shown = 0;
    },
  };
}

/** What goes on after an event, given the view with it in; undefined where nothing does that takes time. */
export function progressAfter(view: TaskView, event: TaskEvent): string | undefined {
  switch (event.type) {
    case "step_progress":
      return `${event.message}${event.total > 0 ? ` (${event.done}/${event.total})` : ""}`;
    case "model_call_started":
      return event.provider === "embedded" ? undefined : `[${displayName(event.model)}] thinks...`;
    case "model_output": {
      const call = view.models.calls.find((each) => each.call === event.call);
      const said = call === undefined ? "" : (call.text === "" ? call.reasoning : call.text).trimEnd().split("\n").at(-1);
      return said === undefined || said === "" || call === undefined ? undefined : `[${displayName(call.model)}] ${said}`;
    }
    case "analysis_started":
      return "Analyzing...";
    case "command_started":
      return `[Sandbox] ${event.command} runs...`;
    default:
      return undefined;
  }
}
