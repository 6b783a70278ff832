import type { Message } from "../engine/agent-api/completion.ts";
import type { AgentTask, Host } from "../engine/agent-api/host.ts";
import { compact } from "./compact.ts";
import type { Inbox } from "./inbox.ts";
import { commandsText, type Step } from "./plan.ts";
import { fillPrompt } from "./prompt.ts";
import { noticeRepeats } from "./repeats.ts";
import { tools } from "./tools/schemas.ts";
import { createToolbox, type PlanAccess } from "./tools/use.ts";
import type { StepResult } from "./verify.ts";

/** Works a step in turns with the code generator, until it ends its turn without a tool call. */
export function createImplementer(host: Host, task: AgentTask, inbox: Inbox, plan: PlanAccess): (step: Step) => Promise<StepResult> {
  return async (step) => {
    const toolbox = createToolbox(host, step, task, plan);
    const repeats = noticeRepeats(task.parameters["repeatedCalls"] ?? 3);
    const turns = task.parameters["turnsPerStep"] ?? 20;
    let messages: Message[] = [{ role: "user", text: await openingOf(host, task, step, inbox.all()) }];
    for (let turn = 0; turn < turns; turn += 1) {
      const said = await inbox.forStep(step);
      if (said.length > 0) messages.push({ role: "user", text: said.join("\n") });
      const { text, toolCalls, continuation, fill } = await host.complete({ role: "code_generator", subject: { stage: "implement", request: task.request, step }, messages, tools });
      // What could not be changed when the model ends its turn was not changed, whatever it says.
      if (toolCalls.length === 0) return { outcome: toolbox.failure() === undefined ? "done" : "failed", summary: toolbox.failure() ?? text, files: toolbox.files() };
      messages.push({ role: "assistant", text, toolCalls, ...(continuation === undefined ? {} : { continuation }) });
      const stuck = repeats(toolCalls);
      if (stuck !== undefined) return { outcome: "failed", summary: stuck, files: toolbox.files() };
      messages.push(...(await toolbox.use(toolCalls)));
      if (fill > (task.parameters["compactAt"] ?? 0.7)) messages = await compact(host, task, messages);
    }
    return { outcome: "failed", summary: `The step was not done after ${turns} turns.`, files: toolbox.files() };
  };
}

/** The step with what the model needs to begin: the texts of its files too, where they are short. */
async function openingOf(host: Host, task: AgentTask, step: Step, said: readonly string[]): Promise<string> {
  let room = task.parameters["inlinedCharacters"] ?? 0;
  const texts: string[] = [];
  for (const path of step.files) {
    const text = await host.repository.read(path).catch(() => null);
    if (text === null || text.length > room) continue;
    room -= text.length;
    texts.push(`${path}:\n${text}`);
  }
  return fillPrompt(task.prompts["implement"], {
    request: [task.request, ...said].join("\n"),
    id: step.id,
    title: step.title,
    files: step.files.join(", "),
    memory: task.memory,
    commands: commandsText(task),
    check: step.check === undefined ? "" : `The step is done when this command passes: ${step.check}`,
    texts: texts.join("\n\n"),
  });
}
