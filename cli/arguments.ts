import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { UserError } from "../engine/errors.ts";
import { approvalModeSchema } from "../engine/protocol/words.ts";

export const usage = `unified-dgm "REQUEST" [options]

Refactors the project in this folder, shows every edit for approval, and tests what you accept in a sandbox.

  --approval-mode MODE   suggest (default): asks for every edit and command; auto-edit: asks for
                         every command; full-auto: asks for neither, commands stay in the sandbox
  --model ROLE=PROVIDER:MODEL
                         the model of one role, for this task; may be given several times
  --max-cost DOLLARS     stop before the model call that would pass it
  --cwd DIR              the project's folder (default: this one)
  --json                 the task's events, one a line, and nothing else on standard output
  --version, --help

Other commands (--help of each tells more):
  resume [TASK]          go on with the newest task that was stopped, or the one named
  undo [TASK]            put its files back
  models                 who holds which role
  apply-patch [FILE|-]   apply a patch as models write it
  sandbox -- COMMAND…    run one command as a task would
  doctor                 what works on this machine, and what mends what does not

Example: unified-dgm "refactor this codebase to use TypeScript"
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 needs an approval that nobody can give here,
4 stopped in the middle and can be resumed, 130 canceled.`;

const schema = z.object({
  "approval-mode": z.optional(approvalModeSchema),
  model: z._default(z.array(z.string()), []),
  "max-cost": z.optional(z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number))),
  cwd: z.optional(z.string()),
  json: z._default(z.boolean(), false),
  help: z._default(z.boolean(), false),
  version: z._default(z.boolean(), false),
});
export type Arguments = z.infer<typeof schema> & { readonly request: string; /** There where a stopped task shall go on: its id, or "" for the newest. */ readonly resume?: string };

const expectations: Readonly<Record<string, string>> = {
  "approval-mode": '--approval-mode is "suggest", "auto-edit" or "full-auto".',
  "max-cost": "--max-cost is a number of US dollars, for example 0.50.",
};

/** @throws UserError `bad_input` that names what is wrong with the command line. */
export function parseArguments(args: readonly string[]): Arguments {
  const wrong = (message: string): UserError => new UserError("bad_input", message, "See unified-dgm --help.");
  let parsed: { readonly values: unknown; readonly positionals: readonly string[] };
  try {
    const flag = { type: "boolean" } as const;
    const text = { type: "string" } as const;
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { "approval-mode": text, model: { type: "string", multiple: true }, "max-cost": text, cwd: text, json: flag, help: flag, version: flag } });
  } catch (error) {
    throw wrong((error instanceof Error ? error.message : String(error)).replace(/\.?$/, "."));
  }
  const values = z.safeParse(schema, parsed.values);
  if (!values.success) throw wrong(expectations[String(values.error.issues[0]?.path[0])] ?? z.prettifyError(values.error));
  const [first = "", second] = parsed.positionals;
  if (first === "resume" && parsed.positionals.length <= 2) return { ...values.data, request: "", resume: second ?? "" };
  if (parsed.positionals.length > 1) throw wrong(`The request is one argument; put it in quotes. There are ${parsed.positionals.length}.`);
  if (first.trim() === "" && !values.data.help && !values.data.version) throw wrong("There is no request.");
  return { ...values.data, request: first };
}
