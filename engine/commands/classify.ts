import { type Finding, newFinding, raise } from "./finding.ts";
import { judgeCommands } from "./judge.ts";
import { parseShell } from "./parse-shell.ts";
import type { Command } from "./syntax.ts";

export interface Classification {
  /**
   * `read_only`: it can neither write nor run another program. `destructive`: it loses or publishes what cannot be had back, or what it
   * does cannot be told. `other`: everything else.
   */
  readonly class: "read_only" | "destructive" | "other";
  /** One sentence for the user. */
  readonly reason: string;
  /** The words of each simple command that does more than read, up to the first word that is expanded. */
  readonly programs: readonly (readonly string[])[];
  /** Whether rules that allow these programs allow the command: not where it writes by a redirect, or changes what a name means. */
  readonly mayBeAllowed: boolean;
}

/** Says what a shell command may do, by the shell's grammar and the tables of docs/commands.md. Pure, in time linear in its length. */
export function classifyCommand(command: string): Classification {
  const parsed = parseShell(command);
  const first = newFinding();
  if (parsed.kind === "unknown") raise(first, "unclear", `It cannot be read as a shell command: ${parsed.reason}.`);
  else judgeCommands(parsed.commands, first, { depth: 0, input: { kind: "none" }, scan: true });
  const finding = parsed.kind === "script" && first.folderChanged ? again(parsed.commands) : first;
  return { class: classOf(finding), reason: finding.reason, programs: finding.programs, mayBeAllowed: finding.mayBeAllowed };
}

/** In a loop, what stands before `cd` runs behind it too. */
function again(commands: readonly Command[]): Finding {
  const finding = { ...newFinding(), folderChanged: true };
  judgeCommands(commands, finding, { depth: 0, input: { kind: "none" }, scan: true });
  return finding;
}

function classOf({ level }: Finding): Classification["class"] {
  if (level === "reads") return "read_only";
  return level === "other" ? "other" : "destructive";
}
