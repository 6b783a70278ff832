import assert from "node:assert/strict";
import * as z from "zod/mini";
import type { Message, Tool } from "../../../../engine/agent-api/completion.ts";
import type { ModelRequest } from "../../../../engine/models/model-client.ts";
import { createAnthropicClient } from "../../../../engine/models/providers/anthropic.ts";
import { anthropicRequest } from "../../../../engine/models/providers/anthropic-request.ts";
import { createChatClient } from "../../../../engine/models/providers/chat-completions.ts";
import { chatRequest } from "../../../../engine/models/providers/chat-request.ts";
import { createOpenAiClient } from "../../../../engine/models/providers/openai-responses.ts";
import { openAiRequest } from "../../../../engine/models/providers/openai-request.ts";
import { refuses, startModelServer, streams } from "../../../support/model-server.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const tool: Tool = { name: "read_file", description: "Reads.", parameters: { type: "object", properties: { path: { type: "string" } } } };
const conversation: Message[] = [
  { role: "system", text: "Be brief." },
  { role: "user", text: "Look." },
  { role: "assistant", text: "I look.", toolCalls: [{ id: "t1", name: "read_file", arguments: { path: "a" } }, { id: "t2", name: "read_file", arguments: { path: "b" } }] },
  { role: "tool", call: "t1", text: "A" },
  { role: "tool", call: "t2", text: "B" },
];
const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({ subject: { stage: "plan", request: "r", relevant: [] }, messages: conversation, tools: [tool], maxOutputTokens: 1_000, ...more });
const output = { name: "plan", schema: { type: "object", properties: {}, additionalProperties: false } };
const call = { signal: new AbortController().signal };
const script = (name: string) => providerScripts.find((each) => each.name === name) ?? assert.fail(name);
const bodySchema = z.looseObject({ messages: z.optional(z.array(z.unknown())), input: z.optional(z.array(z.unknown())) });

describe("a request to Anthropic", () => {
  const sonnet = "claude-sonnet-4-20250514";

  it("puts the results of parallel calls into one turn, in order", () => {
    const { messages, system } = anthropicRequest(sonnet, request());
    assert.deepEqual(messages.map(({ role }) => role), ["user", "assistant", "user"]);
    assert.deepEqual(messages[2]?.content, [{ type: "tool_result", tool_use_id: "t1", content: "A" }, { type: "tool_result", tool_use_id: "t2", content: "B", cache_control: { type: "ephemeral" } }]);
    assert.deepEqual(system, [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }]);
  });

  it("marks the tools for the prompt cache too", () => {
    assert.deepEqual(anthropicRequest(sonnet, request()).tools?.map((each) => each.cache_control), [{ type: "ephemeral" }]);
  });

  it("has the same beginning on the next turn, so that the cache finds it", () => {
    const first = anthropicRequest(sonnet, request());
    const second = anthropicRequest(sonnet, request({ messages: [...conversation, { role: "assistant", text: "Done.", toolCalls: [] }, { role: "user", text: "And now?" }] }));
    const bare = (value: unknown): string => JSON.stringify(value).replaceAll(/,"cache_control":\{[^}]*\}/g, "");
    assert.equal(bare(second.messages.slice(0, 3)), bare(first.messages));
    assert.deepEqual([second.system, second.tools], [first.system, first.tools]);
  });

  it("gives a budget to models that think by budget, within the answer's limit, and then no temperature", () => {
    const asked = anthropicRequest(sonnet, request({ reasoningEffort: "medium", temperature: 0.5, maxOutputTokens: 16_000, messages: conversation.slice(0, 2) }));
    assert.deepEqual([asked.thinking, asked.max_tokens, "temperature" in asked], [{ type: "enabled", budget_tokens: 8_192 }, 16_000, false]);
  });

  it("gives an effort to models that think as they see fit, and no temperature to those that refuse it", () => {
    const { thinking, output_config: config } = anthropicRequest("claude-sonnet-5-5", request({ reasoningEffort: "minimal" }));
    assert.deepEqual([thinking, config], [{ type: "adaptive", display: "summarized" }, { effort: "low" }]);
    assert.deepEqual(["claude-sonnet-5-5", "claude-opus-5", sonnet].map((model) => "temperature" in anthropicRequest(model, request({ temperature: 0.5 }))), [false, false, true]);
  });

  it("asks for structured output by schema where the model has it, else in words", () => {
    assert.deepEqual(anthropicRequest("claude-sonnet-4-5", request({ output })).output_config?.format, { type: "json_schema", schema: output.schema });
    const old = anthropicRequest(sonnet, request({ output }));
    assert.deepEqual([old.output_config, JSON.stringify(old.system).includes("JSON Schema")], [undefined, true]);
  });

  it("gives signed reasoning back as it came", async () => {
    const { connect, turn } = script("anthropic");
    await using server = await startModelServer(streams(turn));
    const { continuation, text, toolCalls } = await connect(server.url).complete(request(), call);
    const { messages } = anthropicRequest(sonnet, request({ messages: [...conversation.slice(0, 2), { role: "assistant", text, toolCalls: [...toolCalls], continuation }] }));
    assert.ok(JSON.stringify(messages[1]?.content).startsWith('[{"type":"thinking","thinking":"Let me see.","signature":"signed"},'));
  });

  it("leaves out a continuation that is another provider's or no continuation at all", () => {
    for (const continuation of [{ provider: "openai", reasoning: [] }, "x", { provider: "anthropic", blocks: [{ type: "tool_use" }] }]) {
      const { messages } = anthropicRequest(sonnet, request({ messages: [{ role: "user", text: "a" }, { role: "assistant", text: "b", toolCalls: [], continuation }] }));
      assert.deepEqual(messages[1]?.content, [{ type: "text", text: "b", cache_control: { type: "ephemeral" } }]);
    }
  });

  it("goes to the address and with the key of its endpoint, whatever the environment says", async () => {
    await using server = await startModelServer(streams(script("anthropic").hello("hi")));
    await using other = await startModelServer(refuses(500, {}));
    process.env["ANTHROPIC_BASE_URL"] = other.url;
    process.env["ANTHROPIC_AUTH_TOKEN"] = "other-token";
    try {
      await createAnthropicClient({ provider: "anthropic", model: sonnet, apiKey: "own-key", baseUrl: server.url }).complete(request(), call);
    } finally {
      delete process.env["ANTHROPIC_BASE_URL"];
      delete process.env["ANTHROPIC_AUTH_TOKEN"];
    }
    assert.deepEqual([server.heard[0]?.headers.authorization, other.heard.length], ["Bearer own-key", 0]);
  });
});

describe("a request to OpenAI's Responses", () => {
  it("stores nothing at the service", () => {
    assert.equal(openAiRequest("gpt-4.1", request()).store, false);
  });

  it("speaks of reasoning to reasoning models only, and of temperature to the others only", () => {
    const asked = (model: string): readonly unknown[] => {
      const { reasoning, temperature, include } = openAiRequest(model, request({ reasoningEffort: "high", temperature: 0.5 }));
      return [reasoning?.effort, temperature, include?.length];
    };
    assert.deepEqual([asked("o4-mini"), asked("gpt-5.5"), asked("gpt-4.1")], [["high", undefined, 1], ["high", undefined, 1], [undefined, 0.5, undefined]]);
  });

  it("has tool calls and their results as items of their own, in order", () => {
    const { input } = openAiRequest("gpt-4.1", request());
    assert.deepEqual(JSON.parse(JSON.stringify(input)), [
      { role: "developer", content: "Be brief." },
      { role: "user", content: "Look." },
      { role: "assistant", content: "I look." },
      { type: "function_call", call_id: "t1", name: "read_file", arguments: '{"path":"a"}' },
      { type: "function_call", call_id: "t2", name: "read_file", arguments: '{"path":"b"}' },
      { type: "function_call_output", call_id: "t1", output: "A" },
      { type: "function_call_output", call_id: "t2", output: "B" },
    ]);
  });

  it("asks for structured output by its schema", () => {
    assert.deepEqual(openAiRequest("gpt-4.1", request({ output })).text?.format, { type: "json_schema", name: "plan", schema: output.schema, strict: false });
  });

  it("gives sealed reasoning back as it came, before what followed from it", async () => {
    const { connect, turn } = script("openai");
    await using server = await startModelServer(streams(turn));
    const { continuation, text, toolCalls } = await connect(server.url).complete(request(), call);
    const { input } = openAiRequest("o4-mini", request({ messages: [{ role: "user", text: "a" }, { role: "assistant", text, toolCalls: [...toolCalls], continuation }] }));
    assert.ok(JSON.stringify(input).startsWith('[{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Let me see."}],"encrypted_content":"sealed"},'));
  });

  it("fails as what the service says in the middle of the stream", async () => {
    await using server = await startModelServer(streams([{ data: { type: "response.created", response: {} } }, { data: { type: "response.failed", response: { error: { code: "rate_limit_exceeded", message: "Slow down." } } } }]));
    await assert.rejects(createOpenAiClient({ provider: "openai", model: "gpt-4.1", baseUrl: server.url }).complete(request(), call), { kind: "rate_limited" });
  });
});

describe("a request for Chat Completions", () => {
  const limits = { structuredOutput: true, usageInStream: true, maxTokens: true };
  const client = (url: string) => createChatClient({ provider: "openai_compatible", model: "m", baseUrl: url });
  const bodies = (heard: readonly { readonly body: unknown }[]): readonly (readonly unknown[])[] => heard.map(({ body }) => Object.keys(z.parse(bodySchema, body)));

  it("has each result as a message of its own", () => {
    assert.deepEqual(chatRequest("m", request(), limits).messages.map(({ role }) => role), ["system", "user", "assistant", "tool", "tool"]);
  });

  it("is made again without what the server says it does not know, and remembers that", async () => {
    await using server = await startModelServer((response, heard, index) => {
      const keys = Object.keys(z.parse(bodySchema, heard.body));
      const bad = ["stream_options", "max_tokens", "response_format"].find((key) => keys.includes(key));
      const answer = bad === undefined ? streams(script("openai_compatible").hello("{}")) : refuses(400, { error: { message: `Unknown parameter: ${bad}` } });
      return answer(response, heard, index);
    });
    const asked = client(server.url);
    assert.equal((await asked.complete(request({ output }), call)).text, "{}");
    assert.equal(server.heard.length, 4);
    await asked.complete(request({ output }), call);
    assert.equal(server.heard.length, 5);
    assert.ok(bodies(server.heard).at(-1)?.includes("max_completion_tokens"));
    assert.match(JSON.stringify(server.heard.at(-1)?.body), /JSON Schema/);
  });

  it("understands fragments of tool calls without an index, an id that comes with each, and arguments in one piece", async () => {
    const fragments = (...calls: readonly Readonly<Record<string, unknown>>[]) => calls.map((each) => ({ data: { choices: [{ delta: { tool_calls: [each] }, finish_reason: null }] } }));
    const end = { data: { choices: [{ delta: {}, finish_reason: "stop" }] } };
    const shapes = [
      fragments({ id: "1", function: { name: "a", arguments: '{"x":' } }, { function: { arguments: "1}" } }, { id: "2", function: { name: "b", arguments: "" } }),
      fragments({ id: "1", function: { name: "a", arguments: '{"x":1}' } }, { id: "2", function: { name: "b", arguments: "{}" } }),
      fragments({ index: 0, id: "1", function: { name: "a", arguments: '{"x":' } }, { index: 1, id: "2", function: { name: "b" } }, { index: 0, id: "1", function: { arguments: "1}" } }),
    ];
    for (const shape of shapes) {
      await using server = await startModelServer(streams([...shape, end]));
      const { toolCalls, stop } = await client(server.url).complete(request(), call);
      assert.deepEqual([toolCalls, stop], [[{ id: "1", name: "a", arguments: { x: 1 } }, { id: "2", name: "b", arguments: {} }], "tool_calls"]);
    }
  });

  it("skips comments, and needs no [DONE] after the reason for the end", async () => {
    await using server = await startModelServer((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(': OPENROUTER PROCESSING\n\ndata: {"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\n');
    });
    assert.equal((await client(server.url).complete(request(), call)).text, "hi");
  });

  it("fails as the error says that a server sends in a stream that began well", async () => {
    await using server = await startModelServer(streams([{ data: { choices: [{ delta: { content: "so" } }] } }, { data: { error: { code: 429, message: "Rate limited upstream", type: "rate_limit_error" } } }]));
    await assert.rejects(client(server.url).complete(request(), call), { kind: "rate_limited" });
  });

  it("works with a server that wants no key", async () => {
    await using server = await startModelServer(streams(script("openai_compatible").hello("hi")));
    assert.equal((await client(server.url).complete(request(), call)).text, "hi");
  });
});
