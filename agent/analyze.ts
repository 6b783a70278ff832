import type { Analysis } from "../engine/agent-api/completion.ts";
import type { AgentTask, Host } from "../engine/agent-api/host.ts";
import { namedFiles } from "./named-files.ts";
import { fillPrompt } from "./prompt.ts";

/** Which files matter for the request. A small request that names them needs no model for that. */
export async function analyze(host: Host, task: AgentTask): Promise<Analysis> {
  const files = await host.repository.list();
  await host.emit({ type: "analysis_started", files: files.length });
  const named = namedFiles(task.request, files);
  if (named.length > 0 && task.request.length <= (task.parameters["smallRequest"] ?? 0)) return found(host, files.length, named.map((path) => ({ path, reason: "Named in the request." })));
  const listed = files.slice(0, task.parameters["listedFiles"] ?? files.length);
  const prompt = fillPrompt(task.prompts["analyze"], { request: task.request, memory: task.memory, files: listed.join("\n") });
  const { analysis = { relevant: [] } } = await host.complete({ role: "context_analyzer", subject: { stage: "analyze", request: task.request }, messages: [{ role: "user", text: prompt }], tools: [] });
  return found(host, files.length, analysis.relevant);
}

async function found(host: Host, files: number, relevant: Analysis["relevant"]): Promise<Analysis> {
  await host.emit({ type: "analysis_finished", files, relevant });
  return { relevant };
}
