import { describeError } from "../errors.ts";
import { isModelFailure } from "../models/model-failure.ts";
import type { EventBody, TaskEvent } from "../protocol/event.ts";
import type { Outcome } from "../protocol/words.ts";
import type { Session } from "./session.ts";

/** Abort a task's signal with this reason to leave it in the middle: what is undecided can be resumed. Any other reason cancels it. */
export const STOPPED = "stopped";

export interface Ending {
  readonly outcome: Outcome;
  readonly summary: string;
}

/** Runs a task's work and closes its log with how it ended. Never rejects. */
export async function finishTask(session: Session, signal: AbortSignal, onEvent: (event: TaskEvent) => void, work: () => Promise<Ending>): Promise<Outcome> {
  const ending = await work().catch((error: unknown) => endingOf(error, signal));
  const event: EventBody = { type: "task_finished", ...ending };
  await session.emit(event).catch((error: unknown) => {
    // The log cannot take it (a full disk): the user must see the end all the same.
    onEvent({ ...event, outcome: "failed", summary: describeError(error), seq: Number.MAX_SAFE_INTEGER, time: new Date().toISOString() });
  });
  await session.close().catch(() => undefined);
  return ending.outcome;
}

function endingOf(error: unknown, signal: AbortSignal): Ending {
  if (!signal.aborted && isModelFailure(error)) return { outcome: "stopped", summary: `${describeError(error)} The task can be resumed where it stopped.` };
  if (!signal.aborted) return { outcome: "failed", summary: describeError(error) };
  if (signal.reason === STOPPED) return { outcome: "stopped", summary: "What is undecided is kept, and the task can be resumed." };
  return { outcome: "canceled", summary: "What was not accepted did not touch your files." };
}
