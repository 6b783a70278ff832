import type { AgentResult, AgentTask, Host } from "../engine/agent-api/host.ts";
import { createImplementer } from "./implement.ts";
import { createInbox } from "./inbox.ts";
import { type Reason, revisePlan, type Step } from "./plan.ts";
import { runCheck, runCommandStep, type StepResult } from "./verify.ts";

/** Works through a plan whose steps `done` are over, until nothing waits, or a failure cannot be mended within the limits. */
export async function work(host: Host, task: AgentTask, planned: readonly Step[], done: readonly string[]): Promise<AgentResult> {
  const inbox = createInbox(host);
  const began = Date.now();
  const over = planned.filter(({ id }) => done.includes(id));
  let waiting = planned.filter(({ id }) => !done.includes(id));
  const results: StepResult[] = [];
  const tried: string[] = [];
  const setWaiting = async (steps: readonly Step[]): Promise<void> => {
    waiting = [...steps];
    await host.emit({ type: "plan_changed", by: "agent", steps: [...over, ...waiting] });
  };
  const implementer = createImplementer(host, task, inbox, { waiting: () => waiting, setWaiting });

  const perform = async (step: Step): Promise<StepResult> => {
    await host.emit({ type: "step_started", step: step.id });
    const untouched = results.length > 0 && results.every(({ files }) => files.length === 0);
    const made = step.kind === "command" ? await runCommandStep(host, step, untouched) : await implementer(step);
    const result = made.outcome === "done" && step.kind !== "command" && step.check !== undefined ? await runCheck(host, step.check, made) : made;
    await host.emit({ type: "step_finished", step: step.id, outcome: result.outcome, summary: result.summary });
    return result;
  };
  const revise = async (reason: Reason): Promise<string | undefined> => {
    const plan = await revisePlan(host, task, reason, over, waiting);
    if (plan.answer !== undefined && plan.answer !== "") await host.emit({ type: "message", role: "reasoning_engine", text: plan.answer });
    if (reason.failed && plan.steps.length === 0) return plan.answer ?? "";
    await setWaiting(plan.steps);
    return undefined;
  };

  for (;;) {
    const { messages, heard, steps } = await inbox.forPlan();
    if (steps !== undefined) waiting = steps.filter(({ id }) => !over.some((step) => step.id === id));
    // The last step has done what was said to it; what waits may have to change.
    if (messages.length > 0 && (waiting.length > 0 || !heard)) await revise({ failed: false, text: `The user says:\n${messages.join("\n")}` });
    const batch = nextBatch(waiting, task.parameters["parallelSteps"] ?? 1);
    if (batch.length === 0) break;
    waiting = waiting.slice(batch.length);
    over.push(...batch);
    const made = await Promise.all(batch.map(perform));
    results.push(...made);
    const failure = made.find(({ outcome }) => outcome === "failed");
    if (failure === undefined) continue;
    tried.push(failure.summary);
    const late = Date.now() - began > (task.parameters["repairMinutes"] ?? 30) * 60_000;
    const mendable = failure.evidence !== undefined && tried.length < (task.parameters["attempts"] ?? 1) && !late;
    const refusal = mendable ? await revise({ failed: true, text: failure.evidence ?? "" }) : late ? "The time for repairs is over." : "";
    if (refusal !== undefined) return { outcome: "failed", summary: gaveUp(tried, refusal) };
    // What failed has to pass before the task is done, whatever the new plan says of it.
    if (failure.command !== undefined && !waiting.some(({ command, check }) => command === failure.command || check === failure.command)) {
      await setWaiting([...waiting, { id: `check-${tried.length}`, title: `Run ${failure.command} again`, kind: "command", files: [], command: failure.command }]);
    }
  }
  const settled = results.filter(({ outcome }) => outcome !== "failed");
  return { outcome: "completed", summary: settled.map(({ summary }) => summary).join(" ") };
}

/** The next step, with those right behind it that can be done at the same time: they name their files, and share none. */
export function nextBatch(waiting: readonly Step[], most: number): readonly Step[] {
  const batch: Step[] = [];
  const files = new Set<string>();
  for (const step of waiting) {
    const alone = step.kind === "command" || step.check !== undefined || step.files.length === 0;
    if (batch.length > 0 && (alone || batch.length >= most || step.files.some((file) => files.has(file)))) break;
    batch.push(step);
    if (alone) break;
    for (const file of step.files) files.add(file);
  }
  return batch;
}

function gaveUp(tried: readonly string[], refusal: string): string {
  const last = tried.at(-1) ?? "";
  const attempts = tried.length < 2 ? "" : ` Tried ${tried.length} times: ${tried.map((each, at) => `(${at + 1}) ${each}`).join(" ")}`;
  return `${attempts === "" ? last : `Gave up.${attempts}`}${refusal === "" ? "" : ` ${refusal}`}`;
}
