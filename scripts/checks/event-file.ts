import { readFileSync } from "node:fs";
import { eventLine, type TestEvent, testEvent } from "./test-event.ts";

/** Reads the events of a run; a line that a crash has torn, or a file that never came to be, is left out. */
export function readEvents(file: string): readonly TestEvent[] {
  return textOf(file).split("\n").flatMap((line) => {
    try {
      return [testEvent.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Prints the results in a file of events while it grows, a line each. `end` prints what is left and returns all events. */
export function followEvents(file: string, print: (line: string) => void): { readonly end: () => readonly TestEvent[] } {
  let printed = 0;
  const printNew = (): readonly TestEvent[] => {
    const events = readEvents(file);
    for (const line of events.slice(printed).map(eventLine)) if (line !== undefined) print(line);
    printed = events.length;
    return events;
  };
  const timer = setInterval(printNew, 500);
  return {
    end: () => {
      clearInterval(timer);
      return printNew();
    },
  };
}
