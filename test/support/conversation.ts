import type { Role } from "../../engine/protocol/words.ts";
import { type Answer, type ModelServer, startModelServer, streams, type WireEvent } from "./model-server.ts";
import { providerScripts } from "./provider-scripts.ts";

/** What a model says in one turn: text, or calls of tools. */
export type Turn = string | readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
/** What the model of a role says to a request, whose body is `body`, as its `n`th turn (from 0); or what its service does in its place. */
export type Speaker = (n: number, body: string) => Turn | { readonly service: Answer } | Promise<Turn>;

export interface Conversation {
  readonly context_analyzer?: Speaker;
  readonly reasoning_engine: Speaker;
  readonly code_generator: Speaker;
  /** Tokens that each of the code generator's requests is said to have had. */
  readonly inputTokens?: number;
}

/** The roles of `scriptedConfiguration`, by the API that each is asked with. */
const roles: readonly (readonly [ending: string, role: Role, provider: string])[] = [
  ["/chat/completions", "context_analyzer", "openai_compatible"],
  ["/messages", "reasoning_engine", "anthropic"],
  ["/responses", "code_generator", "openai"],
];

/** Serves three models on one socket that say what a test has them say, each over its own wire protocol. */
export function startConversation(conversation: Conversation): Promise<ModelServer> {
  const turns = new Map<Role, number>();
  return startModelServer(async (response, heard, at) => {
    const [, role, provider] = roles.find(([ending]) => heard.path.endsWith(ending)) ?? failWith(`Nobody is asked at ${heard.path}.`);
    const speaker = conversation[role] ?? failWith(`The test has no words for the ${role}.`);
    const n = turns.get(role) ?? 0;
    turns.set(role, n + 1);
    const turn = await speaker(n, JSON.stringify(heard.body));
    if (typeof turn === "object" && "service" in turn) return turn.service(response, heard, at);
    if (typeof turn === "string") return streams((providerScripts.find(({ name }) => name === provider) ?? failWith(provider)).hello(turn))(response, heard, at);
    if (role !== "code_generator") return failWith("Only the code generator has tools.");
    return streams(callsOf(turn, n, conversation.inputTokens ?? 1_000))(response, heard, at);
  });
}

/** Takes the turns in order; the last one again and again. */
export function inOrder(...turns: readonly [Turn, ...Turn[]]): Speaker {
  return (n) => turns[Math.min(n, turns.length - 1)] ?? turns[0];
}

function callsOf(calls: Exclude<Turn, string>, turn: number, inputTokens: number): readonly WireEvent[] {
  const events = calls.flatMap(({ name, arguments: given }, at) => {
    const item = { type: "function_call", id: `fc_${turn}_${at}`, call_id: `c_${turn}_${at}`, name };
    return [
      { data: { type: "response.output_item.added", output_index: at, item: { ...item, arguments: "" } } },
      { data: { type: "response.output_item.done", output_index: at, item: { ...item, arguments: JSON.stringify(given) } } },
    ];
  });
  return [{ data: { type: "response.created", response: { id: `r_${turn}` } } }, ...events, { data: { type: "response.completed", response: { id: `r_${turn}`, output: [], usage: { input_tokens: inputTokens, output_tokens: 100, total_tokens: inputTokens + 100 } } } }];
}

function failWith(message: string): never {
  throw new Error(message);
}
