import type { Analysis, Message, Plan, ToolCall } from "../engine/agent-api/completion.ts";
import type { AgentResult, AgentTask, Host } from "../engine/agent-api/host.ts";
import { namedFiles } from "./named-files.ts";
import { fillPrompt } from "./prompt.ts";
import { refactoringTools } from "./tools.ts";

type Step = Plan["steps"][number];
interface StepResult {
  readonly outcome: "done" | "failed" | "skipped";
  readonly summary: string;
  /** What the step proposed to change. */
  readonly files: readonly string[];
}

/** Analyze, plan, implement, verify: the workflow of generation 0. */
export async function run(host: Host, task: AgentTask): Promise<AgentResult> {
  const { steps, done } = task.progress ?? { steps: [], done: [] };
  if (steps.length > 0) return work(host, task, steps.filter(({ id }) => !done.includes(id)));
  const analysis = await analyze(host, task);
  const plan = await makePlan(host, task, analysis);
  if (plan.steps.length === 0) {
    const answer = plan.answer ?? "There is nothing to do.";
    await host.emit({ type: "message", role: "reasoning_engine", text: answer });
    return { outcome: "answered", summary: "Answered; nothing was changed." };
  }
  await host.emit({ type: "plan_created", steps: plan.steps });
  return work(host, task, plan.steps);
}

async function work(host: Host, task: AgentTask, steps: readonly Step[]): Promise<AgentResult> {
  const results: StepResult[] = [];
  for (const step of steps) {
    await host.emit({ type: "step_started", step: step.id });
    const untouched = results.length > 0 && results.every((result) => result.files.length === 0);
    const result = step.kind === "command" ? await verify(host, step, untouched) : await implement(host, task, step);
    await host.emit({ type: "step_finished", step: step.id, outcome: result.outcome, summary: result.summary });
    results.push(result);
    if (result.outcome === "failed") break;
  }
  const failure = results.find((result) => result.outcome === "failed");
  return failure === undefined ? { outcome: "completed", summary: results.map((result) => result.summary).join(" ") } : { outcome: "failed", summary: failure.summary };
}

async function analyze(host: Host, task: AgentTask): Promise<Analysis> {
  const files = await host.repository.list();
  await host.emit({ type: "analysis_started", files: files.length });
  const named = namedFiles(task.request, files);
  if (named.length > 0 && task.request.length <= (task.parameters["smallRequest"] ?? 0)) return found(host, files.length, named.map((path) => ({ path, reason: "Named in the request." })));
  const listed = files.slice(0, task.parameters["listedFiles"] ?? files.length);
  const prompt = fillPrompt(task.prompts["analyze"], { request: task.request, files: listed.join("\n") });
  const { analysis = { relevant: [] } } = await host.complete({ role: "context_analyzer", subject: { stage: "analyze", request: task.request }, messages: [{ role: "user", text: prompt }], tools: [] });
  return found(host, files.length, analysis.relevant);
}

async function found(host: Host, files: number, relevant: Analysis["relevant"]): Promise<Analysis> {
  await host.emit({ type: "analysis_finished", files, relevant });
  return { relevant };
}

async function makePlan(host: Host, task: AgentTask, { relevant }: Analysis): Promise<Plan> {
  const prompt = fillPrompt(task.prompts["plan"], { request: task.request, relevant: relevant.map((file) => `${file.path}: ${file.reason}`).join("\n") });
  const { plan = { steps: [] } } = await host.complete({ role: "reasoning_engine", subject: { stage: "plan", request: task.request, relevant }, messages: [{ role: "user", text: prompt }], tools: [] });
  return plan;
}

async function implement(host: Host, task: AgentTask, step: Step): Promise<StepResult> {
  const prompt = fillPrompt(task.prompts["implement"], { request: task.request, id: step.id, title: step.title, files: step.files.join(", ") });
  const messages: Message[] = [{ role: "user", text: prompt }];
  const files: string[] = [];
  const turns = task.parameters["turnsPerStep"] ?? 20;
  let failure: string | undefined;
  for (let turn = 0; turn < turns; turn += 1) {
    const completion = await host.complete({ role: "code_generator", subject: { stage: "implement", request: task.request, step }, messages, tools: refactoringTools });
    // What could not be done when the model ends its turn was not done, whatever it says.
    if (completion.toolCalls.length === 0) return failure === undefined ? { outcome: "done", summary: completion.text, files } : { outcome: "failed", summary: failure, files };
    const { text, toolCalls, continuation } = completion;
    messages.push({ role: "assistant", text, toolCalls, continuation });
    for (const call of toolCalls) {
      const result = await refactor(host, step, call);
      failure = result.outcome === "failed" ? result.summary : undefined;
      files.push(...result.files);
      messages.push({ role: "tool", call: call.id, text: result.outcome === "failed" ? `Error: ${result.summary}` : result.summary });
    }
  }
  return { outcome: "failed", summary: `The step was not done after ${turns} turns.`, files };
}

async function refactor(host: Host, step: Step, call: ToolCall): Promise<StepResult> {
  try {
    const { summary, notes, files } = await host.propose({ step: step.id, refactoring: { ...call.arguments, name: call.name } });
    for (const note of notes) await host.emit({ type: "warning", text: note });
    return { outcome: "done", summary, files };
  } catch (error) {
    return { outcome: "failed", summary: error instanceof Error ? error.message : String(error), files: [] };
  }
}

async function verify(host: Host, step: Step, untouched: boolean): Promise<StepResult> {
  if (untouched) return { outcome: "skipped", summary: "Nothing was changed, so there is nothing to test.", files: [] };
  const result = await host.run(step.command ?? "");
  if (result.outcome !== "ran") return { outcome: "skipped", summary: result.reason, files: [] };
  if (result.exitCode === 0) return { outcome: "done", summary: "The tests pass in the sandbox.", files: [] };
  return { outcome: "failed", summary: `The tests fail in the sandbox: ${result.reason}`, files: [] };
}
