import type { TaskEvent } from "../../engine/protocol/event.ts";

/** Joins neighboring outputs of one stream into one event with the last `seq`: folding is then bounded by frames, not by chunks. */
export function coalesceOutput(events: readonly TaskEvent[]): readonly TaskEvent[] {
  const joined: TaskEvent[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    const last = joined.at(-1);
    if (last?.type === "command_output" && texts.length > 1) joined[joined.length - 1] = { ...last, text: texts.join("") };
    texts = [];
  };
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === "command_output" && last?.type === "command_output" && last.run === event.run && last.stream === event.stream && last.seq < event.seq) {
      texts.push(event.text);
      joined[joined.length - 1] = event;
      continue;
    }
    flush();
    joined.push(event);
    if (event.type === "command_output") texts = [event.text];
  }
  flush();
  return joined;
}
