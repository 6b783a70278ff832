import type { Message, ToolCall } from "../../engine/agent-api/completion.ts";
import type { AgentTask, Host } from "../../engine/agent-api/host.ts";
import type { Step } from "../plan.ts";
import { createReader } from "./read.ts";
import { readingTools, tools, writingTools } from "./schemas.ts";
import { createOutputs } from "./output.ts";
import { stepsOf, textOf } from "./arguments.ts";

/** The steps that wait, for the tool that changes them. */
export interface PlanAccess {
  readonly waiting: () => readonly Step[];
  readonly setWaiting: (steps: readonly Step[]) => Promise<void>;
}

/** Does what the model's calls ask for, for one step. */
export interface Toolbox {
  /** The results, in the order of the calls. A tool that fails says why; it never throws. */
  readonly use: (calls: readonly ToolCall[]) => Promise<readonly Message[]>;
  /** Files that were changed. */
  readonly files: () => readonly string[];
  /** Why the last change could not be made; undefined where it could. */
  readonly failure: () => string | undefined;
}

interface Used {
  readonly text: string;
  readonly failed: boolean;
}

const known: ReadonlySet<string> = new Set(tools.map(({ name }) => name));
const reading: ReadonlySet<string> = new Set(readingTools.map(({ name }) => name));
const writing: ReadonlySet<string> = new Set(writingTools.map(({ name }) => name));

export function createToolbox(host: Host, step: Step, task: AgentTask, plan: PlanAccess): Toolbox {
  const outputs = createOutputs(task.parameters["toolOutput"] ?? 16_000);
  const read = createReader(host, outputs);
  const files: string[] = [];
  let failure: string | undefined;

  const change = async (call: ToolCall): Promise<string> => {
    try {
      const made = await host.propose({ step: step.id, change: { ...call.arguments, name: call.name } });
      failure = undefined;
      files.push(...made.files);
      for (const note of made.notes) await host.emit({ type: "warning", text: note });
      // A refactoring changes what it must.
      const strays = step.files.length === 0 || !writing.has(call.name) ? [] : made.files.filter((path) => !step.files.includes(path));
      return strays.length === 0 ? made.summary : `${made.summary}\nNote: ${strays.join(", ")} ${strays.length === 1 ? "is" : "are"} not among the files of this step.`;
    } catch (error) {
      failure = messageOf(error);
      throw error;
    }
  };
  const act = async (call: ToolCall): Promise<string> => {
    if (!known.has(call.name)) throw new Error(`There is no tool ${call.name}. The tools are ${[...known].join(", ")}.`);
    if (reading.has(call.name)) return read(call);
    if (call.name === "run_command") return runCommand(host, call);
    if (call.name !== "update_plan") return change(call);
    const steps = stepsOf(call, `${step.id}.`);
    await plan.setWaiting(steps);
    return `The plan now has ${steps.length} ${steps.length === 1 ? "step" : "steps"} after this one.`;
  };
  const used = async (call: ToolCall): Promise<Used> => {
    const result = await act(call).then(
      (text) => ({ text, failed: false }),
      (error: unknown) => ({ text: `Error: ${messageOf(error)}`, failed: true }),
    );
    await host.emit({ type: "tool_used", step: step.id, tool: call.name.slice(0, 100), detail: detailOf(call), failed: result.failed });
    return result;
  };

  return {
    use: async (calls) => {
      const results: Promise<Used>[] = [];
      let changes: Promise<unknown> = Promise.resolve();
      for (const call of calls) {
        // Readers run beside each other, after the changes that were asked for before them; changes one after the other, after all of these.
        const before = reading.has(call.name) ? changes : Promise.all([...results]);
        const result = before.then(() => used(call));
        results.push(result);
        if (!reading.has(call.name)) changes = result;
      }
      const all = await Promise.all(results);
      return calls.map((call, at) => ({ role: "tool", call: call.id, text: outputs.shorten(all[at]?.text ?? "") }));
    },
    files: () => files,
    failure: () => failure,
  };
}

async function runCommand(host: Host, call: ToolCall): Promise<string> {
  const result = await host.run(textOf(call, "command"), "proposed");
  if (result.outcome !== "ran") throw new Error(`The command was not run: ${result.reason}`);
  return `${result.exitCode === null ? result.reason : `exit code ${result.exitCode}`}\n${result.output}`;
}

/** What a person wants to see of a call, in one line. */
function detailOf({ arguments: given }: ToolCall): string {
  const { path, pattern, name, command, from, to } = given;
  const renaming = typeof from === "string" && typeof to === "string" ? `${from} → ${to}` : undefined;
  const shown = [path, pattern, name, command, renaming].find((value) => typeof value === "string") ?? "";
  return shown.replaceAll(/\s+/g, " ").slice(0, 200);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
