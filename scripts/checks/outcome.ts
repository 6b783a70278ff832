import type { TestEvent } from "./test-event.ts";

/** How many tests of a part passed, failed and were skipped. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const onePassed: Outcome = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed: Outcome = { passed: 0, failed: 1, skipped: 0 };
export const oneSkipped: Outcome = { passed: 0, failed: 0, skipped: 1 };

export function total(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((sum, each) => ({ passed: sum.passed + each.passed, failed: sum.failed + each.failed, skipped: sum.skipped + each.skipped }), { passed: 0, failed: 0, skipped: 0 });
}

export function outcomeLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** The outcome of a run, and what is wrong with the run itself: it broke off, or there was no test in it. */
export interface Run {
  readonly outcome: Outcome;
  readonly fault?: string;
}

/** Folds the events of a run. A run that did not end, or that ran nothing, counts as one more failure. */
export function foldRun(events: readonly TestEvent[]): Run {
  const count = (type: TestEvent["type"]): number => events.filter((event) => event.type === type).length;
  const outcome = { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
  const broken = (fault: string): Run => ({ outcome: { ...outcome, failed: outcome.failed + 1 }, fault });
  if (count("ended") === 0) {
    const running = events.findLast((event) => event.type === "started")?.title;
    return broken(running === undefined ? "the run broke off before its first test" : `the run broke off; the last test that had started is: ${running}`);
  }
  return outcome.passed + outcome.failed + outcome.skipped === 0 ? broken("no test was found") : { outcome };
}
