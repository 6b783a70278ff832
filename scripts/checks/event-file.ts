import { readFileSync } from "node:fs";
import { type TestEvent, testEvent } from "./test-event.ts";

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
