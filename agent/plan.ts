import type { Analysis, Plan, Subject } from "../engine/agent-api/completion.ts";
import type { AgentTask, Host } from "../engine/agent-api/host.ts";
import { fillPrompt } from "./prompt.ts";

export type Step = Plan["steps"][number];

/** What made a plan's rest obsolete: a check that failed, or words of the user. */
export interface Reason {
  readonly failed: boolean;
  readonly text: string;
}

export async function makePlan(host: Host, task: AgentTask, { relevant }: Analysis): Promise<Plan> {
  const prompt = fillPrompt(task.prompts["plan"], {
    request: task.request,
    memory: task.memory,
    commands: commandsText(task),
    relevant: relevant.map((file) => `${file.path}: ${file.reason}`).join("\n"),
  });
  const { plan = { steps: [] } } = await host.complete({ role: "reasoning_engine", subject: { stage: "plan", request: task.request, relevant }, messages: [{ role: "user", text: prompt }], tools: [] });
  return { ...plan, steps: withDistinctIds(plan.steps, new Set()) };
}

/** All that is left to do, after something came up. `over` are the steps that have begun: their ids stay theirs. */
export async function revisePlan(host: Host, task: AgentTask, reason: Reason, over: readonly Step[], waiting: readonly Step[]): Promise<Plan> {
  const prompt = fillPrompt(task.prompts["revise"], {
    request: task.request,
    reason: reason.text,
    over: over.map(({ id, title }) => `${id}. ${title}`).join("\n"),
    waiting: JSON.stringify(waiting),
    commands: commandsText(task),
  });
  const subject: Subject = { stage: "revise", request: task.request, waiting: [...waiting], failed: reason.failed };
  const { plan = { steps: [] } } = await host.complete({ role: "reasoning_engine", subject, messages: [{ role: "user", text: prompt }], tools: [] });
  return { ...plan, steps: withDistinctIds(plan.steps, new Set(over.map(({ id }) => id))) };
}

/** The project's own commands, a line each. */
export function commandsText({ commands }: AgentTask): string {
  return commands.map(({ kind, command }) => `${kind}: ${command}`).join("\n");
}

/** Models number their steps as they like. */
function withDistinctIds(steps: readonly Step[], taken: ReadonlySet<string>): Step[] {
  const ids = new Set(taken);
  return steps.map((step) => {
    let id = step.id;
    for (let n = 2; id === "" || ids.has(id); n += 1) id = `${step.id}-${n}`;
    ids.add(id);
    return { ...step, id };
  });
}
