import type { ToolCall } from "../engine/agent-api/completion.ts";

/** Notices a model that does the same again and again: the same calls in `most` turns in a row. Returns what to say of it. */
export function noticeRepeats(most: number): (calls: readonly ToolCall[]) => string | undefined {
  let last = "";
  let times = 0;
  return (calls) => {
    const key = JSON.stringify(calls.map(({ name, arguments: given }) => [name, given]));
    times = key === last ? times + 1 : 1;
    last = key;
    return times >= most ? `The model made the same call ${times} times in a row (${calls.map(({ name }) => name).join(", ")}), so the step was ended.` : undefined;
  };
}
