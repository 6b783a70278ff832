import type { Host } from "../engine/agent-api/host.ts";
import type { Step } from "./plan.ts";
import { cutMiddle } from "./tools/output.ts";

export interface StepResult {
  readonly outcome: "done" | "failed" | "skipped";
  readonly summary: string;
  /** What the step proposed to change. */
  readonly files: readonly string[];
  /** Of a failure that may be mended: the command that has to pass, and what the reasoning engine is told. */
  readonly command?: string;
  readonly evidence?: string;
}

/** Characters of a failed command's output that the reasoning engine gets. */
const EVIDENCE = 12_000;

/** A step of the plan that is a command: on what the user accepted. */
export async function runCommandStep(host: Host, step: Step, untouched: boolean): Promise<StepResult> {
  if (untouched) return { outcome: "skipped", summary: "Nothing was changed, so there is nothing to test.", files: [] };
  const command = step.command ?? "";
  const result = await host.run(command, "accepted");
  if (result.outcome !== "ran") return { outcome: "skipped", summary: result.reason, files: [] };
  if (result.exitCode === 0) return { outcome: "done", summary: "The tests pass in the sandbox.", files: [] };
  return failed(command, `The tests fail in the sandbox: ${result.reason}`, result.output, []);
}

/** The check that a step brings along: on what is proposed so far. */
export async function runCheck(host: Host, command: string, made: StepResult): Promise<StepResult> {
  const result = await host.run(command, "proposed");
  if (result.outcome !== "ran") return { ...made, summary: `${made.summary} Not checked: ${result.reason}` };
  if (result.exitCode === 0) return made;
  return failed(command, `The check ${command} fails: ${result.reason}`, result.output, made.files);
}

function failed(command: string, summary: string, output: string, files: readonly string[]): StepResult {
  return { outcome: "failed", summary, files, command, evidence: `${summary}\nIts command: ${command}\nIts output:\n${cutMiddle(output, EVIDENCE)}` };
}
