import { constants } from "node:os";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { describeError, isUserError, UserError } from "../engine/errors.ts";
import type { SandboxedResult } from "../engine/main.ts";
import { projectFolder } from "./project-folder.ts";
import { terminalRuntime } from "./runtime.ts";

export const sandboxUsage = `unified-dgm sandbox [options] -- COMMAND…

Runs one command as a task's commands run: the project's folder is all that it can change, what runs code or instructs
a model there is fixed, files with secrets are hidden, and there is no network. One word is a line for the shell;
several are taken as they are.

  --backend NAME   docker, bubblewrap, or auto (default: what the configuration says)
  --network        let it use the network
  --timeout S      seconds until it is ended (default: 30)
  --cwd DIR        the project's folder (default: this one)
  --json           how it ended, as one JSON object on standard output; what it prints goes to standard error

Example: unified-dgm sandbox -- npm test
Exit codes: the command's own; 124 its time was over, 125 no sandbox could run it, 128 + N ended by signal N,
130 canceled, 2 wrong usage.`;

const TIME_OVER = 124;
const NO_SANDBOX = 125;
const CANCELED = 130;

const schema = z.object({
  backend: z.optional(z.enum(["docker", "bubblewrap", "seatbelt", "auto"])),
  network: z.optional(z.boolean()),
  timeout: z.optional(z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number))),
  cwd: z._default(z.string(), process.cwd()),
  json: z._default(z.boolean(), false),
  help: z._default(z.boolean(), false),
});

const expectations: Readonly<Record<string, string>> = { backend: '--backend is "docker", "bubblewrap", "seatbelt" or "auto".', timeout: "--timeout is a number of seconds, for example 60." };

/** `unified-dgm sandbox`; the result is the exit code. @throws UserError `bad_input` */
export async function runSandboxInTerminal(args: readonly string[]): Promise<number> {
  const { values, words } = parse(args);
  if (values.help) {
    console.log(sandboxUsage);
    return 0;
  }
  const { runInSandbox, describeProblem } = await import("../engine/main.ts");
  const { backend, network, timeout, json } = values;
  const canceled = new AbortController();
  process.once("SIGINT", () => { canceled.abort(); });
  try {
    const { problems, ...result } = await runInSandbox(
      {
        root: await projectFolder(values.cwd),
        command: shellLine(words),
        ...(backend === undefined ? {} : { mode: backend }),
        ...(network === undefined ? {} : { network }),
        ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
        signal: canceled.signal,
        onOutput: (stream, text) => { (stream === "stdout" && !json ? process.stdout : process.stderr).write(text); },
      },
      terminalRuntime([]),
    );
    for (const problem of problems) console.error(`Warning: ${describeProblem(problem)}`);
    if (json) console.log(JSON.stringify(result));
    else if (result.timedOut) console.error("The command was ended, because its time was over.");
    else if (result.outputTruncated) console.error("The command was ended, because it printed more than the output limit.");
    return exitCodeOf(result);
  } catch (error) {
    if (!isUserError(error) || error.code === "bad_input") throw error;
    console.error(describeError(error));
    return NO_SANDBOX;
  }
}

function parse(args: readonly string[]): { readonly values: z.infer<typeof schema>; readonly words: readonly string[] } {
  const wrong = (message: string): UserError => new UserError("bad_input", message.replace(/\.?$/, "."), "See unified-dgm sandbox --help.");
  const at = args.indexOf("--");
  const words = at < 0 ? [] : args.slice(at + 1);
  let given: unknown;
  try {
    const [flag, text] = [{ type: "boolean" } as const, { type: "string" } as const];
    given = parseArgs({ args: at < 0 ? [...args] : args.slice(0, at), options: { backend: text, network: flag, timeout: text, cwd: text, json: flag, help: flag } }).values;
  } catch (error) {
    throw wrong(`${error instanceof Error ? error.message : String(error)}${at < 0 ? " (the command stands behind --)" : ""}`);
  }
  const values = z.safeParse(schema, given);
  if (!values.success) throw wrong(expectations[String(values.error.issues[0]?.path[0])] ?? z.prettifyError(values.error));
  if (words.length === 0 && !values.data.help) throw wrong("There is no command; it stands behind --");
  return { values: values.data, words };
}

/** A single word may be a whole line; of several each one stays a word, whatever is in it. */
function shellLine(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? "") : words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
}

function exitCodeOf({ exitCode, timedOut, canceled, signal }: Omit<SandboxedResult, "problems">): number {
  if (timedOut) return TIME_OVER;
  if (canceled) return CANCELED;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return exitCode ?? 128 + (numbers[signal ?? ""] ?? 0);
}
