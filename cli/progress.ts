import type { TaskEvent } from "../engine/protocol/event.ts";
import type { TaskView } from "../engine/protocol/task-view.ts";
import { displayName } from "../engine/configuration/model-names.ts";
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

/** The terminal's own words: return to the beginning, erase to the end of the line. */
const ERASE = "\r\u001b[K";

export function createProgressLine(stream: ProgressStream, terminal = process.env["TERM"]): ProgressLine {
  let shown = false;
  if (stream.isTTY !== true || terminal === "dumb") return { show: () => undefined, clear: () => undefined };
  return {
    show: (text) => {
      // The width as it is now: a line that wraps could not be erased.
      const width = Math.max(10, stream.columns ?? 80) - 1;
      const line = plainText(text).replaceAll(/\s+/g, " ");
      stream.write(`${ERASE}${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
      shown = true;
    },
    clear: () => {
      if (shown) stream.write(ERASE);
      shown = false;
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
