import { appendFileSync } from "node:fs";
import Mocha from "mocha";
import * as z from "zod/mini";
import { eventReporter } from "../../../scripts/checks/mocha-events.ts";

/** The variable that names the file which takes the events. */
export const EVENTS_VARIABLE = "UNIFIED_DGM_TEST_EVENTS";

/** The test files of one workspace kind: their names, and how to load them. */
export type TestFiles = Readonly<Record<string, () => unknown>>;

/**
 * Runs test files with mocha inside the extension host. Every event goes to the file that `UNIFIED_DGM_TEST_EVENTS` names.
 * Rejects when a test fails: VS Code makes an exit code of that.
 */
export async function runInExtensionHost(files: TestFiles): Promise<void> {
  const eventsFile = z.string().parse(process.env[EVENTS_VARIABLE]);
  const reporter = eventReporter((event) => { appendFileSync(eventsFile, `${JSON.stringify(event)}\n`); });
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, forbidOnly: true, reporter });
  for (const [name, load] of Object.entries(files)) {
    mocha.suite.emit("pre-require", globalThis, name, mocha);
    mocha.suite.emit("require", load(), name, mocha);
    mocha.suite.emit("post-require", globalThis, name, mocha);
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
