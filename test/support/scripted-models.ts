import type { CompletionRequest } from "../../engine/agent-api/completion.ts";
import { type Answer, type ModelServer, startModelServer, streams } from "./model-server.ts";
import { providerScripts } from "./provider-scripts.ts";

const script = (name: string) => providerScripts.find((each) => each.name === name) ?? failWith(name);
const failWith = (name: string): never => {
  throw new Error(`There is no script of ${name}.`);
};

export type Stage = CompletionRequest["subject"]["stage"];

/** What the three models say, by stage; a `call` is a tool call of the implementer, answered once its result is there. */
export interface ScriptedModels {
  readonly analyze: string;
  readonly plan: string;
  readonly call: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };
  readonly done: string;
}

/** Serves three models on one socket: Llama by Chat Completions, Claude by Messages, GPT by Responses. `before` may answer in their place. */
export function startScriptedModels(models: ScriptedModels, before: (path: string, call: number) => Answer | undefined = () => undefined): Promise<ModelServer> {
  return startModelServer((response, heard, call) => {
    const other = before(heard.path, call);
    return (other ?? answerOf(models, heard.path, JSON.stringify(heard.body)))(response, heard, call);
  });
}

function answerOf({ analyze, plan, call, done }: ScriptedModels, path: string, body: string): Answer {
  if (path.endsWith("/chat/completions")) return streams(script("openai_compatible").hello(analyze));
  if (path.endsWith("/messages")) return streams(script("anthropic").hello(plan));
  if (body.includes("function_call_output")) return streams(script("openai").hello(done));
  const text = JSON.stringify(call.arguments);
  const item = { type: "function_call", id: "fc_1", call_id: "c1", name: call.name };
  return streams([
    { data: { type: "response.created", response: {} } },
    { data: { type: "response.output_item.added", output_index: 0, item: { ...item, arguments: "" } } },
    { data: { type: "response.output_item.done", output_index: 0, item: { ...item, arguments: text } } },
    { data: { type: "response.completed", response: { output: [], usage: { input_tokens: 1_000, output_tokens: 100 } } } },
  ]);
}

/** A configuration file that binds the document's three models to one address. */
export function scriptedConfiguration(url: string): string {
  return `models:
  context_analyzer: {provider: meta, model: llama-4-scout, base_url: "${url}/v1"}
  reasoning_engine: {provider: anthropic, model: claude-sonnet-4, base_url: "${url}"}
  code_generator: {provider: openai, model: gpt-4.1, base_url: "${url}/v1"}
`;
}
