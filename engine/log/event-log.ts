import { createReadStream } from "node:fs";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../errors.ts";
import { type EventBody, parseEvent, type TaskEvent } from "../protocol/event.ts";

/** The events of a log that this version understands, and what a reader should know about the rest. */
export interface ReadLog {
  readonly events: readonly TaskEvent[];
  readonly warnings: readonly string[];
}

/** Reads a log. A torn last line, broken lines and events of newer versions become warnings, never errors. */
export async function readEventLog(path: string): Promise<ReadLog> {
  const events: TaskEvent[] = [];
  const warnings: string[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    line += 1;
    if (text === "") continue;
    const parsed = parseEvent(parseJson(text));
    if (parsed.kind === "event") events.push(parsed.event);
    else if (parsed.kind === "newer") warnings.push(`${path}:${line}: an event of a newer version ("${parsed.type}") was passed over.`);
    else warnings.push(`${path}:${line}: not a whole event; it was passed over.`);
  }
  return { events, warnings };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An open log; `append` stamps an event with its number and time, and resolves when it is in the file. */
export interface EventLog {
  readonly append: (body: EventBody) => Promise<TaskEvent>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a log for appending after `next` events. A torn last line is closed by a line feed first, so that it harms no later event.
 * @throws UserError `io` when the file cannot be opened or written (a full disk, a read-only folder).
 */
export async function openEventLog(path: string, next = 0): Promise<EventLog> {
  const file = await attempt(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return open(path, "a+");
  });
  if (await endsTorn(file)) await attempt(path, () => file.appendFile("\n"));
  let seq = next;
  let tail: Promise<unknown> = Promise.resolve();
  return {
    append: (body) => {
      const event: TaskEvent = { ...body, seq, time: new Date().toISOString() };
      seq += 1;
      const written = tail.then(() => attempt(path, () => file.appendFile(`${JSON.stringify(event)}\n`)));
      tail = written.catch(() => undefined);
      return written.then(() => event);
    },
    close: async () => {
      await tail;
      await file.close();
    },
  };
}

async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] !== 0x0a;
}

async function attempt<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError("io", `The task's log ${path} cannot be written: ${why}.`, "Free some space or make the folder writable, then start the task again. Your files were not changed.", { cause: error });
  }
}
