// Runs mocha on test files, shows every result as it comes, and keeps the events in a file:
// node scripts/mocha-run.ts --events FILE [--parallel] [--timeout MILLISECONDS] GLOB…
import { appendFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import Mocha from "mocha";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { eventReporter } from "./checks/mocha-events.ts";
import { eventLine } from "./checks/test-event.ts";
import { repositoryRoot } from "./paths.ts";
import { endProperly } from "./process/main.ts";

endProperly();
const { values, positionals } = parseArgs({
  options: { events: { type: "string" }, parallel: { type: "boolean", default: false }, timeout: { type: "string" } },
  allowPositionals: true,
});
const eventsFile = z.string().parse(values.events);
const settings = z.object({ timeout: z.number(), forbidOnly: z.boolean() }).parse(JSON.parse(readFileSync(join(repositoryRoot, ".mocharc.json"), "utf8")));

mkdirSync(dirname(eventsFile), { recursive: true });
writeFileSync(eventsFile, "");
const reporter = eventReporter((event) => {
  appendFileSync(eventsFile, `${JSON.stringify(event)}\n`);
  const line = eventLine(event);
  if (line !== undefined) console.log(line);
});
const timeout = values.timeout === undefined ? settings.timeout : z.coerce.number().parse(values.timeout);
const mocha = new Mocha({ ...settings, timeout, parallel: values.parallel, jobs: availableParallelism(), reporter });
for (const file of globSync(positionals, { cwd: repositoryRoot }).sort()) mocha.addFile(join(repositoryRoot, file));
if (!values.parallel) await mocha.loadFilesAsync();
mocha.run((failures) => process.exit(failures > 0 ? 1 : 0));
