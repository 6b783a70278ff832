import type { Message } from "../engine/agent-api/completion.ts";
import type { AgentTask, Host } from "../engine/agent-api/host.ts";
import { fillPrompt } from "./prompt.ts";

/**
 * A conversation that fills its model's window, made short by the context analyzer: its opening, a summary of its middle, its newest turns
 * as they were. Where no summary can be had, old results of tools are left out instead.
 */
export async function compact(host: Host, task: AgentTask, messages: readonly Message[]): Promise<Message[]> {
  const [opening, ...rest] = messages;
  const keep = task.parameters["keptTurns"] ?? 2;
  const turns = rest.flatMap((message, at) => (message.role === "assistant" ? [at] : []));
  const cut = turns.at(-keep) ?? 0;
  if (opening === undefined || cut === 0) return [...messages];
  const old = rest.slice(0, cut);
  const summary = await summarize(host, task, old);
  const middle: Message[] = summary === "" ? old.map((message) => (message.role === "tool" ? { ...message, text: "[left out to save room; call the tool again for it]" } : message)) : [{ role: "user", text: `What was done so far, in short:\n${summary}` }];
  const shorter = [opening, ...middle, ...rest.slice(cut)];
  await host.emit({ type: "history_compacted", role: "code_generator", before: sizeOf(messages), after: sizeOf(shorter) });
  return shorter;
}

async function summarize(host: Host, task: AgentTask, messages: readonly Message[]): Promise<string> {
  const prompt = fillPrompt(task.prompts["compact"], { request: task.request, conversation: messages.map(spoken).join("\n\n") });
  const { text } = await host.complete({ role: "context_analyzer", subject: { stage: "compact", request: task.request }, messages: [{ role: "user", text: prompt }], tools: [] });
  return text.trim();
}

function spoken(message: Message): string {
  if (message.role !== "assistant") return `${message.role}: ${message.text}`;
  return [`assistant: ${message.text}`, ...message.toolCalls.map(({ name, arguments: given }) => `calls ${name} ${JSON.stringify(given)}`)].join("\n");
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + spoken(message).length, 0);
}
