import type { AgentResult, AgentTask, Host } from "../engine/agent-api/host.ts";
import { analyze } from "./analyze.ts";
import { makePlan } from "./plan.ts";
import { work } from "./work.ts";

/** Analyze, plan, implement, verify: the workflow of generation 0. */
export async function run(host: Host, task: AgentTask): Promise<AgentResult> {
  if (task.progress !== undefined && task.progress.steps.length > 0) return work(host, task, task.progress.steps, task.progress.done);
  const plan = await makePlan(host, task, await analyze(host, task));
  if (plan.steps.length === 0) {
    await host.emit({ type: "message", role: "reasoning_engine", text: plan.answer ?? "There is nothing to do." });
    return { outcome: "answered", summary: "Nothing was changed." };
  }
  await host.emit({ type: "plan_created", steps: plan.steps });
  return work(host, task, plan.steps, []);
}
