import { argumentOf } from "./argument.ts";
import { isHarmlessTarget, isSink } from "./destructive-programs.ts";
import { type Finding, raise, raiseBeyondRules } from "./finding.ts";
import { type Context, judgeProgram, type StandardInput } from "./judge-program.ts";
import { isOwnVariable } from "./read-only-programs.ts";
import { judgeValue } from "./scan.ts";
import type { Assignment, Command, Part, Redirect, SimpleCommand, Word } from "./syntax.ts";

/** Judges commands into `finding`: whatever may run of them counts, in whatever order and on whatever condition. */
export function judgeCommands(commands: readonly Command[], finding: Finding, context: Context): void {
  for (const command of commands) judgeCommand(command, finding, context);
}

function judgeCommand(command: Command, finding: Finding, context: Context): void {
  switch (command.kind) {
    case "simple":
      judgeSimple(command, finding, context);
      return;
    case "pipeline":
      for (const [index, part] of command.commands.entries()) judgeCommand(part, finding, index === 0 ? context : { ...context, input: { kind: "pipe" } });
      return;
    case "block": {
      if (command.variable !== undefined) judgeVariable(command.variable, finding);
      judgeWords(command.words, finding, context);
      const input = judgeRedirects(command.redirects, finding, context);
      judgeCommands(command.commands, finding, { ...context, input });
      return;
    }
    case "function":
      // A function may have the name of a program, so nothing else in the text is sure to be that program.
      raiseBeyondRules(finding, "other", `It defines the function ${command.name}.`);
      if (runs(command.body, command.name)) raise(finding, "destroys", `The function ${command.name} starts itself again.`);
      judgeCommand(command.body, finding, context);
      return;
  }
}

function judgeSimple(command: SimpleCommand, finding: Finding, context: Context): void {
  const input = judgeRedirects(command.redirects, finding, context);
  judgeWords(command.words, finding, context);
  const args = command.words.map(argumentOf);
  judgeAssignments(command.assignments, args[0]?.text, finding, context);
  if (args.length > 0) judgeProgram(args, finding, { ...context, input });
}

function judgeAssignments(assignments: readonly Assignment[], program: string | undefined, finding: Finding, context: Context): void {
  for (const { name, values } of assignments) {
    judgeWords(values, finding, context);
    for (const value of values) judgeValue(name, argumentOf(value).text ?? "", finding, context);
    // `IFS= read -r line` sets it for `read` alone.
    if (name !== "IFS" || program !== "read") judgeVariable(name, finding);
  }
}

/** A variable that is set may change which programs run, and what they do. */
export function judgeVariable(name: string, finding: Finding): void {
  if (isOwnVariable(name)) return;
  raiseBeyondRules(finding, "other", `It sets ${name}, which may change what runs.`);
}

function judgeWords(words: readonly Word[], finding: Finding, context: Context): void {
  for (const word of words) judgeParts(word.parts, finding, context);
}

function judgeParts(parts: readonly Part[], finding: Finding, context: Context): void {
  for (const part of parts) {
    if (part.kind === "substitution") judgeCommands(part.commands, finding, { ...context, input: part.process ? { kind: "pipe" } : context.input });
    if (part.kind === "arithmetic" && !part.constant) raiseBeyondRules(finding, "other", "It computes with variables, which may run what they hold.");
    if (part.kind === "parameter" && part.assigns) judgeVariable(part.name, finding);
    if (part.kind === "parameter" || part.kind === "arithmetic") judgeParts(part.inner, finding, context);
  }
}

/** Judges redirects; returns what the command then reads as its standard input. */
function judgeRedirects(redirects: readonly Redirect[], finding: Finding, context: Context): StandardInput {
  let { input } = context;
  for (const redirect of redirects) {
    const isInput = redirect.descriptor === "" || redirect.descriptor === "0";
    if (redirect.kind === "text") {
      judgeParts(redirect.parts, finding, context);
      if (isInput) input = { kind: "text", text: argumentOf({ parts: redirect.parts, braces: false }).text };
      continue;
    }
    judgeWords([redirect.target], finding, context);
    if (isInput && redirect.operator.startsWith("<")) input = inputFrom(redirect.operator, redirect.target);
    judgeFile(redirect.operator, redirect.target, finding);
  }
  return input;
}

/** A descriptor may be a copy of a pipe. */
function inputFrom(operator: string, target: Word): StandardInput {
  return { kind: operator === "<&" || target.parts.some(({ kind }) => kind === "substitution") ? "pipe" : "file" };
}

function judgeFile(operator: string, target: Word, finding: Finding): void {
  const { text, start, splits } = argumentOf(target);
  if (operator === "<" || operator === "<&") {
    // Bash makes a network connection of /dev/tcp/HOST/PORT.
    if (splits || start === "" || /^\/+dev\/+(?:tcp|udp)/.test(start)) raiseBeyondRules(finding, "other", "It reads what an expansion names, or from the network.");
    return;
  }
  if (operator === ">&" && text !== undefined && /^\d*-?$/.test(text)) return;
  const only = target.parts.length === 1 ? target.parts[0] : undefined;
  if (only?.kind === "substitution" && only.process) return;
  if (text !== undefined && isSink(text)) return;
  const harmless = text !== undefined && isHarmlessTarget(text);
  if (harmless || ((operator === ">>" || operator === "&>>" || operator === "<>") && !/^\/+dev/.test(start) && start !== "")) raiseBeyondRules(finding, "other", `It writes ${text ?? "a file"}.`);
  else raiseBeyondRules(finding, "destroys", `It overwrites ${text ?? "a file that an expansion names"}.`);
}

/** Whether a command runs the function `name`. */
function runs(command: Command, name: string): boolean {
  if (command.kind === "simple") return command.words.some((word) => argumentOf(word).text === name);
  return command.kind === "function" ? runs(command.body, name) : command.commands.some((part) => runs(part, name));
}
