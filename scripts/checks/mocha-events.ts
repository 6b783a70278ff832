import Mocha from "mocha";
import type { TestEvent } from "./test-event.ts";

type Emit = (event: TestEvent) => void;

/** A mocha reporter that turns the runner's events into ours. */
export function eventReporter(emit: Emit): Mocha.ReporterConstructor {
  return class EventReporter extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on("test", (test) => { emit({ type: "started", title: title(test) }); });
      runner.on("pass", (test) => { emit({ type: "passed", title: title(test), milliseconds: test.duration ?? 0 }); });
      runner.on("pending", (test) => { emit({ type: "skipped", title: title(test) }); });
      runner.on("fail", (test, error: unknown) => { emit({ type: "failed", title: title(test), message: failureText(error) }); });
      runner.on("end", () => { emit({ type: "ended" }); });
    }
  };
}

function title(test: Pick<Mocha.Test, "titlePath">): string {
  return test.titlePath().join(" › ");
}

/** The error with its stack, and what was expected beside what came, where the assertion does not say so itself. */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack ?? error.message;
  return error.cause === undefined ? text : `${text}\ncaused by ${failureText(error.cause)}`;
}
