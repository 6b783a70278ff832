import { Anthropic } from "@anthropic-ai/sdk";
import { OpenAI } from "openai";
import type { ModelRequest } from "../../engine/models/model-client.ts";
import { anthropicRequest } from "../../engine/models/providers/anthropic-request.ts";
import { chatRequest } from "../../engine/models/providers/chat-request.ts";
import { openAiRequest } from "../../engine/models/providers/openai-request.ts";
import { withIdleLimit } from "../../engine/models/resilience/idle.ts";
import { withRetries } from "../../engine/models/resilience/retry.ts";
import { withToolRepair } from "../../engine/models/resilience/tool-repair.ts";
import { begin, startModelServer, wireText } from "../support/model-server.ts";
import { KEY, type ProviderScript, providerScripts } from "../support/provider-scripts.ts";
import type { Figure } from "./measure.ts";

const RUNS = 500;
const WARM = 100;
const tools = ["read_file", "list_files"].map((name) => ({ name, description: name, parameters: { type: "object" } }));
const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "system", text: "Be brief." }, { role: "user", text: "Look at a.ts." }], tools, maxOutputTokens: 1_000 };

/** The same call by the SDK alone, its events read and dropped. */
function bareCall(name: string, url: string): () => Promise<AsyncIterable<unknown>> {
  const options = { apiKey: KEY, maxRetries: 0, logLevel: "off" } as const;
  if (name === "anthropic") {
    const client = new Anthropic({ ...options, baseURL: url });
    return () => client.messages.create(anthropicRequest("claude-sonnet-4-20250514", request));
  }
  const client = new OpenAI({ ...options, baseURL: `${url}/v1` });
  if (name === "openai") return () => client.responses.create(openAiRequest("o4-mini", request));
  return () => client.chat.completions.create(chatRequest("qwen3-coder", request, { structuredOutput: true, usageInStream: true, maxTokens: true }));
}

const at = (times: readonly number[], share: number): number => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const shown = (milliseconds: number): string => `${milliseconds >= 0 ? "+" : ""}${milliseconds.toFixed(2)} ms`;

async function measure({ name, connect, turn }: ProviderScript): Promise<Figure[]> {
  let written = 0;
  const answer = turn.map(wireText).join("");
  await using server = await startModelServer((response) => {
    begin(response);
    written = performance.now();
    response.end(answer);
  });
  const bare = bareCall(name, server.url);
  const client = withToolRepair(withRetries(withIdleLimit(connect(server.url)), { onRetry: () => Promise.resolve() }));
  const { signal } = new AbortController();
  const alone: number[] = [];
  const layered: number[] = [];
  const firsts: number[] = [];
  for (let run = -WARM; run < RUNS; run += 1) {
    // In turn, so that whatever else the machine does falls on both alike.
    const start = performance.now();
    for await (const event of await bare()) if (event === undefined) throw new Error("An event is missing.");
    const middle = performance.now();
    let first = 0;
    await client.complete(request, { signal, onDelta: () => { first ||= performance.now(); } });
    const end = performance.now();
    if (run < 0) continue;
    alone.push(middle - start);
    layered.push(end - middle);
    firsts.push(first - written);
  }
  const added = (share: number): number => at(layered, share) - at(alone, share);
  const first = at(firsts, 0.5);
  return [
    { name: `a call by our client, over the bare SDK (${name})`, goal: "< +1 ms", value: `${shown(added(0.5))} (p99 ${shown(added(0.99))}; SDK ${at(alone, 0.5).toFixed(2)} ms)`, met: added(0.5) < 1 },
    { name: `first byte on the wire to first piece (${name})`, goal: "< 1 ms", value: `${first.toFixed(2)} ms (p99 ${at(firsts, 0.99).toFixed(2)})`, met: first < 1 },
  ];
}

/** What the model layer costs, against a local server that answers at once. */
export async function modelClientFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const script of providerScripts) figures.push(...(await measure(script)));
  return figures;
}
