import type { TaskEvent } from "../protocol/event.ts";
import { type PendingFile, takeEvent } from "./pending-changes.ts";

/** A write of a task to one of the user's files, by the names of its texts: what was there before it, and after; null: no file. */
export interface Landing {
  readonly path: string;
  /** Where the file was before, when it was moved. */
  readonly from: string | undefined;
  readonly before: string | null;
  readonly after: string | null;
  /** Of the event that records it. */
  readonly seq: number;
}

/** Everything that a task wrote into the user's files, in order; a fold over its events. */
export function landings(events: readonly TaskEvent[]): readonly Landing[] {
  const pending = new Map<string, PendingFile>();
  const found: Landing[] = [];
  for (const event of events) {
    if (event.type === "hunk_accepted" || event.type === "file_accepted") {
      const file = pending.get(event.path);
      if (file !== undefined && (file.base !== event.base || file.from !== undefined)) found.push({ path: event.path, from: file.from, before: file.base, after: event.base, seq: event.seq });
    }
    takeEvent(pending, event);
  }
  return found;
}
