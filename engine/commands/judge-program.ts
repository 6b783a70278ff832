import { type Argument, mayBeOption } from "./argument.ts";
import { baseName, destroys } from "./destructive-programs.ts";
import { type Finding, raise } from "./finding.ts";
import { judgeCommands, judgeVariable } from "./judge.ts";
import { parseShell } from "./parse-shell.ts";
import { readsOnly } from "./read-only-programs.ts";
import { isInterpreter, takesCode } from "./interpreters.ts";
import { evaluates, judgeValue, scan } from "./scan.ts";
import type { Unwrapped } from "./unwrapped.ts";
import { isRunner, unwrap } from "./wrappers.ts";

/** What a command reads: a shell may run it. */
export type StandardInput = { readonly kind: "none" | "pipe" | "file" } | { readonly kind: "text"; readonly text: string | undefined };

export interface Context {
  readonly depth: number;
  readonly input: StandardInput;
  /** False inside of a text that is only perhaps a command. */
  readonly scan: boolean;
}

const DEPTH_LIMIT = 60;

/** Judges a program with its arguments, and what it would run. `args` begins with the program. */
export function judgeProgram(args: readonly Argument[], finding: Finding, context: Context): void {
  const [program, ...rest] = args;
  finding.budget -= 1;
  if (finding.budget < 0 || context.depth > DEPTH_LIMIT) {
    raise(finding, "unclear", "It runs more than is followed.");
    return;
  }
  if (program?.text === undefined) {
    raise(finding, "unclear", "Which program it runs is known only when it runs.");
    return;
  }
  const base = baseName(program.text);
  const reason = destroys(base, rest);
  if (reason !== undefined) raise(finding, "destroys", `${program.text}: ${reason}.`);
  const unwrapped = unwrap(base, rest);
  const before = finding.programs.length;
  if (unwrapped === "unclear") raise(finding, "unclear", `What ${program.text} runs is known only when it runs.`);
  else if (unwrapped !== undefined) judgeUnwrapped(base, unwrapped, finding, context);
  // What it runs gets other words, another user or another folder than a rule could know of.
  if (typeof unwrapped === "object" && !unwrapped.transparent && finding.programs.length > before) finding.mayBeAllowed = false;
  if (base === "cd" || base === "pushd" || base === "popd") judgeFolder(base, rest, finding);
  const reads = typeof unwrapped === "object" && base !== "find" ? unwrapped.reads : readsOnly(program.text, rest, finding.folderChanged);
  if (reads && isOwn(program.text, base)) return;
  if (evaluates(base, rest)) raise(finding, "unclear", `${program.text} may run what its arguments hold.`);
  if (runsInput(base, rest, context)) raise(finding, "unclear", `${program.text} runs what another program prints.`);
  if (context.scan || isRunner(base)) scan(base, rest, finding, context);
  raise(finding, "other", `${program.text} may write, or run another program.`);
  finding.programs.push(knownBeginning(args));
}

/** Whether an interpreter takes its program from what other programs print. */
function runsInput(base: string, args: readonly Argument[], { input }: Context): boolean {
  if (/^(?:parallel|sem|at|batch)$/.test(base)) return input.kind === "pipe";
  if (!isInterpreter(base)) return false;
  return args.some(({ text, start }) => text === undefined && start.startsWith("/dev/fd/")) || (input.kind === "pipe" && !takesCode(base, args));
}

/** Whether a name means the system's program, or the shell's own. */
function isOwn(program: string, base: string): boolean {
  return program === base || program === `/bin/${base}` || program === `/usr/bin/${base}`;
}

function judgeUnwrapped(base: string, unwrapped: Unwrapped, finding: Finding, context: Context): void {
  const deeper = { ...context, depth: context.depth + 1 };
  for (const { name, value } of unwrapped.variables) {
    judgeVariable(name, finding);
    judgeValue(name, value, finding, deeper);
  }
  for (const command of unwrapped.commands) judgeProgram(command, finding, deeper);
  for (const script of unwrapped.scripts) judgeScript(base, script, finding, deeper);
  if (!unwrapped.readsScript) return;
  const { input } = context;
  if (input.kind === "text") judgeScript(base, input.text, finding, { ...deeper, input: { kind: "none" } });
  else if (input.kind === "pipe") raise(finding, "unclear", `${base} runs what another program prints.`);
  else raise(finding, "other", `${base} runs what it reads.`);
  if (input.kind !== "text") finding.mayBeAllowed = false;
}

function judgeScript(base: string, script: string | undefined, finding: Finding, context: Context): void {
  if (script === undefined) {
    raise(finding, "unclear", `What ${base} runs is known only when it runs.`);
    return;
  }
  const parsed = parseShell(script, context.depth);
  if (parsed.kind === "unknown") raise(finding, "unclear", `It cannot be read as a shell command: ${parsed.reason}.`);
  else if (/^(?:fish|t?csh)$/.test(base)) raise(finding, "unclear", `The language of ${base} is not read.`);
  else {
    if (/^(?:zsh|m?ksh|yash)$/.test(base)) raise(finding, "other", `${base} evaluates more than other shells.`);
    judgeCommands(parsed.commands, finding, context);
  }
}

function judgeFolder(base: string, args: readonly Argument[], finding: Finding): void {
  finding.folderChanged = true;
  const [folder] = args;
  const inside = args.length === 1 && base !== "popd" && folder?.text !== undefined && !mayBeOption(folder) && !/^[/~]|(?:^|\/)\.\.(?:\/|$)/.test(folder.text);
  if (!inside) finding.mayBeAllowed = false;
}

/** The words up to the first that is expanded. */
function knownBeginning(args: readonly Argument[]): string[] {
  const end = args.findIndex(({ text }) => text === undefined);
  return (end === -1 ? args : args.slice(0, end)).map(({ text }) => text ?? "");
}
