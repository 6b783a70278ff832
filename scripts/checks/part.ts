import { rm } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot, testOutput } from "../paths.ts";
import { run } from "../process/run.ts";
import { readEvents } from "./event-file.ts";
import { type Outcome, foldRun, oneFailed, onePassed, outcomeLine, total } from "./outcome.ts";

/** Where a check says what it does and finds. A text may have several lines; the last has no line break. */
export type Print = (text: string) => void;

/** One part of the checks. Its name stands before each of its lines. An error of the part is a failure, and the others go on. */
export async function part(name: string, work: (print: Print) => Promise<Outcome>): Promise<Outcome> {
  const began = performance.now();
  const print: Print = (text) => { console.log(text.replaceAll(/^/gm, `${name} │ `)); };
  const outcome = await work(print).catch((error: unknown) => {
    print(`✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return oneFailed;
  });
  print(`${outcomeLine(outcome)} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return outcome;
}

/** Does the parts one after the other. */
export async function inOrder(parts: readonly (() => Promise<Outcome>)[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const next of parts) outcomes.push(await next());
  return total(outcomes);
}

/** A check that is one command, such as the type check: its output is shown where it fails. */
export async function npmCheck(script: string, print: Print): Promise<Outcome> {
  const { code, output } = await run("npm", ["run", "--silent", script], { cwd: repositoryRoot });
  if (code === 0) return onePassed;
  print(output.trimEnd());
  return oneFailed;
}

interface MochaOptions {
  readonly name: string;
  /** Glob of the test files, relative to the repository. */
  readonly files: string;
  readonly parallel: boolean;
  /** What one test may take unless it says otherwise; by default what .mocharc.json says. */
  readonly milliseconds?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly print: Print;
}

/** Runs mocha in a process of its own and prints each result as it comes. */
async function mochaCheck({ name, files, parallel, milliseconds, environment, print }: MochaOptions): Promise<Outcome> {
  const events = join(testOutput, name, "events.jsonl");
  const args = [join(repositoryRoot, "scripts", "mocha-run.ts"), "--events", events, ...(parallel ? ["--parallel"] : []), ...(milliseconds === undefined ? [] : [`--timeout=${milliseconds}`]), files];
  await rm(events, { force: true });
  const { code } = await run(process.execPath, args, { cwd: repositoryRoot, env: { ...process.env, ...environment }, onLine: print });
  const { outcome, fault } = foldRun(readEvents(events));
  if (fault !== undefined) print(`✗ ${fault}`);
  if (code === 0 || outcome.failed > 0) return outcome;
  print(`✗ mocha ended with ${code} although no test failed`);
  return total([outcome, oneFailed]);
}

/** The unit tests. */
export function unit(environment: Readonly<Record<string, string>>, print: Print): Promise<Outcome> {
  return mochaCheck({ name: "unit", files: "test/unit/**/*.test.ts", parallel: true, environment, print });
}

/** The tests in a real browser, one after the other, because each has a whole VS Code. */
export function endToEnd(environment: Readonly<Record<string, string>>, print: Print): Promise<Outcome> {
  return mochaCheck({ name: "e2e", files: "test/e2e/**/*.test.ts", parallel: false, milliseconds: 180_000, environment, print });
}
