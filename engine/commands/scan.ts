import { type Argument, UNKNOWN_WORDS } from "./argument.ts";
import { gitCommandAt } from "./destructive-git.ts";
import { baseName, destroys, isKnownDestructive } from "./destructive-programs.ts";
import { type Finding, newFinding, raise } from "./finding.ts";
import { judgeCommands } from "./judge.ts";
import type { Context } from "./judge-program.ts";
import { parseShell } from "./parse-shell.ts";
import { isOwnVariable } from "./read-only-programs.ts";
import { isRunner } from "./wrappers.ts";

/** A substitution that was quoted: bash runs it where it evaluates a subscript, a prompt or a computation. */
const EVALUATED = /\$\(|`/;
const EVALUATING: ReadonlySet<string> = new Set(["let", "declare", "typeset", "local", "readonly", "export", "unset", "test", "[", "[[", "read", "printf", "mapfile", "readarray", "wait", "getopts"]);

/** Programs that put words of their own behind the command that they run. */
const APPENDING: ReadonlySet<string> = new Set(["fd", "fdfind", "parallel", "sem", "entr", "run-parts"]);

/** Whether a part of the shell would run what stands, quoted, in its arguments. */
export function evaluates(base: string, args: readonly Argument[]): boolean {
  return EVALUATING.has(base) && args.some(({ text }) => text !== undefined && EVALUATED.test(text));
}

/** A variable may hold a command that a shell, git or an editor runs by itself, or bash when it computes with the variable. */
export function judgeValue(name: string, value: string, finding: Finding, context: Context): void {
  if (EVALUATED.test(value)) raise(finding, "unclear", `What ${name} holds may be run.`);
  else if (!isOwnVariable(name)) scanText(value, false, finding, context);
}

/** Looks for a destructive command in the arguments of a program that may run them, as words or as a text. */
export function scan(base: string, args: readonly Argument[], finding: Finding, context: Context): void {
  // Git's own `rm` is no program, and its messages are none either.
  const own = base === "git" ? gitCommandAt(args) : -1;
  const end = /^(?:commit|tag|merge|notes)$/.test(args[own]?.text ?? "") ? own : args.length;
  for (const [index, { text }] of args.slice(0, end).entries()) {
    if (text === undefined || index === own) continue;
    const name = baseName(text);
    if (isKnownDestructive(name)) {
      finding.budget -= 1 + Math.floor(args.length / 100);
      if (finding.budget < 0) {
        raise(finding, "unclear", "It runs more than is followed.");
        return;
      }
      const tail = args.slice(index + 1);
      const reason = destroys(name, APPENDING.has(base) ? [...tail, UNKNOWN_WORDS] : tail);
      if (reason !== undefined) raise(finding, "destroys", `${text}: ${reason}.`);
    }
    if (!/[\s;|&]/.test(text)) continue;
    // As it stands, as the value of a long option, of a short one.
    const candidates = new Set([text, text.slice(text.indexOf("=") + 1), text.replace(/^-[A-Za-z]/, "")]);
    for (const candidate of candidates) scanText(candidate.replace(/^:?!/, ""), isRunner(base), finding, context);
  }
}

/** A text that is run for certain must also be clear. */
function scanText(text: string, isRun: boolean, finding: Finding, context: Context): void {
  finding.budget -= 1 + Math.floor(text.length / 500);
  const parsed = finding.budget < 0 ? undefined : parseShell(text, context.depth + 1);
  if (parsed === undefined) raise(finding, "unclear", "It runs more than is followed.");
  else if (isRun && parsed.kind === "unknown") raise(finding, "unclear", `It cannot be read as a shell command: ${parsed.reason}.`);
  if (parsed?.kind !== "script") return;
  const inner = { ...newFinding(), budget: finding.budget };
  judgeCommands(parsed.commands, inner, { depth: context.depth + 1, input: { kind: "none" }, scan: false });
  finding.budget = inner.budget;
  if (inner.level === "destroys" || (isRun && inner.level === "unclear")) raise(finding, inner.level, inner.reason);
}
