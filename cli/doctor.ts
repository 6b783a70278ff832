import { execFile } from "node:child_process";
import { parseArgs, promisify, styleText } from "node:util";
import { describeError, UserError } from "../engine/errors.ts";
import { plainText } from "./plain-text.ts";
import { projectFolder } from "./project-folder.ts";
import { terminalRuntime } from "./runtime.ts";

export const doctorUsage = `unified-dgm doctor [--json] [--cwd DIR]

Says what works on this machine, and what mends what does not: Node.js, git, the configuration, the model that holds each
role, and each kind of sandbox, which it proves by a command that tries what it must not.

  --json      the same as one JSON object
  --cwd DIR   the project's folder (default: this one)

Example: unified-dgm doctor
Exit codes: 0 all that is needed works, 1 something does not, 2 wrong usage.`;

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  readonly works: boolean;
  readonly detail: string;
  /** What the user can do; undefined where there is nothing to mend. */
  readonly remedy: string | undefined;
}

/** `unified-dgm doctor`; the result is the exit code. @throws UserError `bad_input` */
export async function examineInTerminal(args: readonly string[]): Promise<number> {
  const flags = parseFlags(args);
  if (flags.help) {
    console.log(doctorUsage);
    return 0;
  }
  const root = await projectFolder(flags.cwd);
  const runtime = terminalRuntime([]);
  const { describeProblem, listModels, trySandboxes } = await import("../engine/main.ts");
  if (process.stderr.isTTY) process.stderr.write("Trying the sandboxes…");
  const [git, { models, problems }, sandboxes] = await Promise.all([findGit(), listModels({ root, trusted: true }, runtime), trySandboxes(root, runtime)]);
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  const sandbox = sandboxes.some(({ works }) => works);
  const findings: Finding[] = [
    { name: "Node.js", works: true, detail: process.versions.node, remedy: undefined },
    git,
    ...problems.map((problem) => ({ name: "configuration", works: false, detail: describeProblem(problem), remedy: undefined })),
    ...models.map(({ role, model, provider, key }) => ({ name: role, works: key?.present ?? true, detail: `${model} (${provider})`, remedy: key?.present === false ? `Set ${key.name}.` : undefined })),
    ...sandboxes.map(({ name, ...rest }) => ({ name: `sandbox ${name}`, ...rest })),
  ];
  if (flags.json) console.log(JSON.stringify({ findings, sandbox }, null, 2));
  else for (const line of findings.flatMap(formatFinding)) console.log(line);
  if (!sandbox && !flags.json) console.log("No sandbox works here, so no command is run. Edits can be proposed and written all the same.");
  // One sandbox is enough.
  return findings.some(({ name, works }) => !works && !name.startsWith("sandbox ")) || !sandbox ? 1 : 0;
}

function formatFinding({ name, works, detail, remedy }: Finding): readonly string[] {
  const mark = works ? styleText("green", "✓") : styleText("red", "✗");
  return [`${mark} ${plainText(`${name}: ${detail}`)}`, ...(remedy === undefined ? [] : [plainText(`    ${remedy}`)])];
}

async function findGit(): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"], { timeout: 10_000 });
    return { name: "git", works: true, detail: stdout.trim().replace(/^git version /, ""), remedy: undefined };
  } catch (error) {
    return { name: "git", works: false, detail: describeError(error), remedy: "Install git (git-scm.com)." };
  }
}

function parseFlags(args: readonly string[]): { readonly json: boolean; readonly help: boolean; readonly cwd: string } {
  try {
    const flag = { type: "boolean", default: false } as const;
    return parseArgs({ args: [...args], options: { json: flag, help: flag, cwd: { type: "string", default: process.cwd() } } }).values;
  } catch (error) {
    throw new UserError("bad_input", (error instanceof Error ? error.message : String(error)).replace(/\.?$/, "."), "See unified-dgm doctor --help.");
  }
}
