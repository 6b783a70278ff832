import { inspect } from "node:util";
import Mocha from "mocha";
import * as z from "zod/mini";
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

/** What an error has, also one that came from another process as plain data. */
const errorLike = z.object({ message: z.string(), stack: z.optional(z.string()), cause: z.optional(z.unknown()) });

/** The error with its stack and its causes. */
function failureText(error: unknown): string {
  const parsed = errorLike.safeParse(error);
  if (!parsed.success) return inspect(error);
  const { message, stack, cause } = parsed.data;
  // A stack is made with the error, so a message that was set later is not in it.
  const text = stack?.includes(message) === true ? stack : [message, stack].join("\n");
  return cause === undefined ? text : `${text}\ncaused by ${failureText(cause)}`;
}
