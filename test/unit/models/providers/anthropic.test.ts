import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import * as z from "zod/mini";
import type { Message } from "../../../../engine/agent-api/completion.ts";
import type { ModelAnswer, ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import type { FailureKind } from "../../../../engine/models/model-failure.ts";
import { createAnthropicClient } from "../../../../engine/models/providers/anthropic.ts";
import { anthropicRequest } from "../../../../engine/models/providers/anthropic-request.ts";
import { type Answer, begin, refuses, startModelServer, streams, type WireEvent, wireText } from "../../../support/model-server.ts";
import { KEY } from "../../../support/provider-scripts.ts";

const SONNET = "claude-sonnet-4-20250514";
const tool = { name: "read_file", description: "Reads.", parameters: { type: "object", properties: {} } };
const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({ subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [tool], maxOutputTokens: 16_000, ...more });
const event = (type: string, more: Readonly<Record<string, unknown>> = {}): WireEvent => ({ event: type, data: { type, ...more } });
const start = event("message_start", { message: { id: "m", role: "assistant", content: [], usage: { input_tokens: 4, output_tokens: 1 } } });
const opened = (index: number, block: unknown): WireEvent => event("content_block_start", { index, content_block: block });
const piece = (index: number, delta: unknown): WireEvent => event("content_block_delta", { index, delta });
const block = (index: number, content: unknown, ...deltas: readonly unknown[]): readonly WireEvent[] => [opened(index, content), ...deltas.map((delta) => piece(index, delta)), event("content_block_stop", { index })];
const text = (index: number, ...parts: readonly string[]): readonly WireEvent[] => block(index, { type: "text", text: "" }, ...parts.map((part) => ({ type: "text_delta", text: part })));
const thought = (index: number, said: string, signature: string): readonly WireEvent[] => block(index, { type: "thinking", thinking: "" }, { type: "thinking_delta", thinking: said }, { type: "signature_delta", signature });
const call = (index: number, id: string, ...json: readonly string[]): readonly WireEvent[] => block(index, { type: "tool_use", id, name: "read_file", input: {} }, ...json.map((part) => ({ type: "input_json_delta", partial_json: part })));
const end = (stop: string, usage: unknown = { output_tokens: 9 }): readonly WireEvent[] => [event("message_delta", { delta: { stop_reason: stop }, usage }), event("message_stop")];

interface Told {
  readonly answer: ModelAnswer;
  readonly deltas: readonly ModelDelta[];
}

async function ask(answer: Answer): Promise<Told> {
  await using server = await startModelServer(answer);
  const deltas: ModelDelta[] = [];
  const client = createAnthropicClient({ provider: "anthropic", model: SONNET, apiKey: KEY, baseUrl: server.url });
  return { answer: await client.complete(request(), { signal: new AbortController().signal, onDelta: (delta) => deltas.push(delta) }), deltas };
}

const joined = ({ deltas }: Told): readonly string[] => [
  deltas.map((delta) => (delta.type === "text" ? delta.text : "")).join(""),
  deltas.map((delta) => (delta.type === "reasoning" ? delta.text : "")).join(""),
  deltas.map((delta) => (delta.type === "tool_call" ? delta.arguments : "")).join(""),
];

describe("an answer of Anthropic's Messages", () => {
  const stops: readonly (readonly [string, ModelAnswer["stop"]])[] = [["end_turn", "end"], ["stop_sequence", "end"], ["tool_use", "tool_calls"], ["max_tokens", "length"], ["model_context_window_exceeded", "length"], ["refusal", "refused"]];
  for (const [reason, stop] of stops) {
    it(`that ends by ${reason} is one that ends by ${stop}`, async () => {
      assert.equal((await ask(streams([start, ...text(0, "hi"), ...end(reason)]))).answer.stop, stop);
    });
  }

  it("that only pauses is no whole one", async () => {
    await assert.rejects(ask(streams([start, ...text(0, "half"), ...end("pause_turn")])), { kind: "cut_stream" });
  });

  it("without a reason for its end is no whole one", async () => {
    await assert.rejects(ask(streams([start, ...text(0, "half"), event("message_stop")])), { kind: "cut_stream" });
    await assert.rejects(ask(streams([start, ...text(0, "half"), ...end("end_turn").slice(0, 1)])), { kind: "cut_stream" });
  });

  it("skips blocks and deltas of kinds that nobody asked for, and tells nothing of them", async () => {
    const told = await ask(streams([
      start,
      ...block(0, { type: "server_tool_use", id: "s", name: "web_search", input: {} }, { type: "input_json_delta", partial_json: '{"q":1}' }),
      ...block(1, { type: "web_search_tool_result", content: [] }),
      ...block(2, { type: "text", text: "" }, { type: "citations_delta", citation: {} }, { type: "text_delta", text: "hi" }),
      ...end("end_turn"),
    ]));
    assert.deepEqual([told.answer.text, told.answer.toolCalls, joined(told)], ["hi", [], ["hi", "", ""]]);
  });

  it("is not believed when a piece belongs to no block, or to one of another kind, or a block begins twice", async () => {
    for (const events of [[...text(0, "lost"), ...text(0, "hi")], [piece(0, { type: "text_delta", text: "lost" })], [opened(0, { type: "tool_use", id: "c", name: "read_file" }), piece(0, { type: "text_delta", text: "lost" })]]) {
      await assert.rejects(ask(streams([start, ...events, ...end("end_turn")])), { kind: "malformed" });
    }
  });

  it("may have the first piece of a block, or a whole call, at its start", async () => {
    const told = await ask(streams([start, ...block(0, { type: "thinking", thinking: "Hm" }, { type: "thinking_delta", thinking: "m." }), ...block(1, { type: "text", text: "h" }, { type: "text_delta", text: "i" }), ...block(2, { type: "tool_use", id: "c", name: "read_file", input: { path: "a.ts" } }), ...end("tool_use")]));
    assert.deepEqual([told.answer.reasoning, told.answer.text, told.answer.toolCalls, joined(told)], ["Hmm.", "hi", [{ id: "c", name: "read_file", arguments: { path: "a.ts" } }], ["hi", "Hmm.", '{"path":"a.ts"}']]);
  });

  it("counts as input also what the cache read and wrote, and believes the last count", async () => {
    const { answer } = await ask(streams([start, ...text(0, "hi"), ...end("end_turn", { input_tokens: 5, cache_read_input_tokens: 200, cache_creation_input_tokens: null, output_tokens: 9, output_tokens_details: { thinking_tokens: 3 } })]));
    assert.deepEqual(answer.usage, { input: 205, cachedInput: 200, cacheWrite: 0, output: 9, reasoning: 3 });
  });

  it("costs no less for a count that cannot be", async () => {
    const { usage } = (await ask(streams([start, ...text(0, "hi"), ...end("end_turn", { input_tokens: -5, output_tokens: 9.4 })]))).answer;
    assert.deepEqual([usage.input, usage.output], [0, 9]);
  });

  it("is whole with its last event, though the connection breaks right after it", async () => {
    const { answer } = await ask((response) => {
      begin(response);
      response.write([start, ...text(0, "hi"), ...end("end_turn")].map(wireText).join(""), () => response.destroy());
    });
    assert.equal(answer.text, "hi");
  });

  const whole = [start, ...thought(0, "naïve", "s"), ...text(1, "漢字 😀"), ...call(2, "c1", '{"path":', '"ä.ts"}'), ...call(3, "c2"), ...end("tool_use")];

  it("is the same wherever the network cuts its bytes, with every kind of line end", async () => {
    const { answer: expected } = await ask(streams(whole));
    for (const written of ["\n", "\r\n", "\r"]) {
      const bytes = Buffer.from(`: comment${written}${written}${whole.map(wireText).join("").replaceAll("\n", written)}`);
      await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
        const { answer } = await ask(async (response) => {
          begin(response);
          for (const [index, place] of places.slice(1).entries()) await new Promise((resolve) => response.write(bytes.subarray(places[index], place), resolve));
          response.end();
        });
        assert.deepEqual(answer, expected);
      }), { numRuns: 12 });
    }
  });

  it("is never taken for whole at any byte before its last event", async () => {
    const bytes = Buffer.from(whole.map(wireText).join(""));
    const last = bytes.indexOf('data: {"type":"message_stop"}') + 'data: {"type":"message_stop"}'.length;
    for (let at = 0; at < last; at += 7) {
      await assert.rejects(ask((response) => {
        begin(response);
        response.end(bytes.subarray(0, at));
      }), (error: unknown) => error instanceof Error && "kind" in error && (error.kind === "cut_stream" || error.kind === "malformed"), `at byte ${at}`);
    }
  });

  const failures: readonly (readonly [string, string, FailureKind])[] = [
    ["overloaded_error", "Overloaded", "overloaded"],
    ["rate_limit_error", "This request would exceed your rate limit.", "rate_limited"],
    ["api_error", `Internal server error, ${KEY}`, "server"],
    ["timeout_error", "Request timed out", "timeout"],
    ["invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", "too_long"],
    ["authentication_error", "invalid x-api-key", "authentication"],
    ["billing_error", "Your credit balance is too low.", "quota"],
  ];
  for (const [type, said, kind] of failures) {
    it(`fails as ${kind} at whatever point the service says ${type}`, async () => {
      for (let at = 0; at < whole.length; at += 1) {
        await assert.rejects(ask(streams([...whole.slice(0, at), event("error", { error: { type, message: said } }), ...whole.slice(at)])), (error: unknown) => {
          assert.ok(!inspect(error, { depth: null, showHidden: true }).includes(KEY));
          return error instanceof Error && "kind" in error && error.kind === kind;
        }, `at ${at}`);
      }
    });
  }
});

describe("a turn given back to Anthropic", () => {
  const said = ({ text: words, toolCalls, continuation }: ModelAnswer): Message => ({ role: "assistant", text: words, toolCalls: [...toolCalls], continuation });
  const answered = (...ids: readonly string[]): Message[] => ids.map((id) => ({ role: "tool", call: id, text: "Done." }));
  const asked = (messages: readonly Message[], more: Partial<ModelRequest> = {}) => anthropicRequest(SONNET, request({ messages: [{ role: "user", text: "Look." }, ...messages], ...more }));
  const turn = [start, ...thought(0, "First.", "s1"), ...text(1, "I look."), ...call(2, "c1"), ...block(3, { type: "redacted_thinking", data: "sealed" }), ...thought(4, "", "s2"), ...call(5, "c2"), ...end("tool_use")];

  it("has each signed thought where it stood, also an empty and a hidden one", async () => {
    const { answer } = await ask(streams(turn));
    assert.deepEqual(asked([said(answer), ...answered("c1", "c2")]).messages[1]?.content, [
      { type: "thinking", thinking: "First.", signature: "s1" },
      { type: "text", text: "I look." },
      { type: "tool_use", id: "c1", name: "read_file", input: {} },
      { type: "redacted_thinking", data: "sealed" },
      { type: "thinking", thinking: "", signature: "s2" },
      { type: "tool_use", id: "c2", name: "read_file", input: {} },
    ]);
  });

  it("is thought on about only where it began with a thought, as the service demands", async () => {
    const { answer } = await ask(streams(turn));
    const foreign: Message = { role: "assistant", text: "", toolCalls: [{ id: "c1", name: "read_file", arguments: {} }] };
    const thinks = (messages: readonly Message[]): string | undefined => asked(messages, { reasoningEffort: "low" }).thinking?.type;
    assert.deepEqual([thinks([]), thinks([said(answer), ...answered("c1", "c2")]), thinks([foreign, ...answered("c1")]), thinks([foreign, ...answered("c1"), said(answer), ...answered("c1", "c2")])], ["enabled", "enabled", undefined, "enabled"]);
  });

  it("has only ids that the service takes, the same for a call and its result", () => {
    const foreign: Message = { role: "assistant", text: "", toolCalls: [{ id: "functions.read:0", name: "read_file", arguments: {} }] };
    const sent = JSON.stringify(asked([foreign, ...answered("functions.read:0")]).messages);
    assert.deepEqual(sent.match(/"(?:tool_use_)?id":"[^"]*"/g), ['"id":"functions_read_0"', '"tool_use_id":"functions_read_0"']);
  });

  it("goes again without its thoughts where the service refuses them, because what stood before them has changed", async () => {
    const { answer } = await ask(streams(turn));
    const message = "messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation.";
    await using server = await startModelServer((response, heard, index) => (JSON.stringify(heard.body).includes('"signature"') ? refuses(400, { type: "error", error: { type: "invalid_request_error", message } }) : streams([start, ...text(0, "on"), ...end("end_turn")]))(response, heard, index));
    const client = createAnthropicClient({ provider: "anthropic", model: "claude-sonnet-5-5", apiKey: KEY, baseUrl: server.url });
    const options = { signal: new AbortController().signal };
    assert.equal((await client.complete(request({ messages: [{ role: "user", text: "Look." }, said(answer), ...answered("c1", "c2")] }), options)).text, "on");
    assert.equal(server.heard.length, 2);
  });

  it("is not sent again for ever where there is no thought to leave out", async () => {
    await using server = await startModelServer(refuses(400, { type: "error", error: { type: "invalid_request_error", message: "thinking.budget_tokens: too small" } }));
    await assert.rejects(createAnthropicClient({ provider: "anthropic", model: SONNET, baseUrl: server.url }).complete(request(), { signal: new AbortController().signal }), { kind: "bad_request" });
    assert.equal(server.heard.length, 1);
  });
});

describe("what is asked of Anthropic", () => {
  it("never passes the answer's limit, thinking and all, and leaves the answer room", () => {
    for (const model of [SONNET, "claude-opus-4-20250514", "claude-haiku-4-5"]) {
      for (const reasoningEffort of ["minimal", "low", "medium", "high"] as const) {
        for (const maxOutputTokens of [1, 1_024, 1_400, 4_000, 16_000, 32_000]) {
          const { max_tokens: most, thinking } = anthropicRequest(model, request({ reasoningEffort, maxOutputTokens }));
          const budget = thinking?.type === "enabled" ? thinking.budget_tokens : 0;
          assert.equal(most, maxOutputTokens);
          assert.ok(budget === 0 || (Number.isInteger(budget) && budget >= 1_024 && budget <= maxOutputTokens * 0.75), `${budget} of ${maxOutputTokens}`);
        }
      }
    }
  });

  it("is thinking only of models that think, in the way that each knows", () => {
    const thinking = (model: string) => anthropicRequest(model, request({ reasoningEffort: "low" })).thinking?.type;
    assert.deepEqual(["claude-3-5-sonnet-20241022", "claude-3-opus-20240229", "claude-3-7-sonnet-20250219", SONNET, "claude-opus-4-1", "claude-sonnet-4-5-20250929", "claude-sonnet-4-6", "claude-opus-4-8", "claude-opus-5-5", "glm-5"].map(thinking), [undefined, undefined, "enabled", "enabled", "enabled", "enabled", "adaptive", "adaptive", "adaptive", "enabled"]);
  });

  it("is to show the thinking of models that think unasked", () => {
    const thinking = (model: string) => anthropicRequest(model, request()).thinking;
    assert.deepEqual([thinking("claude-sonnet-5-5"), thinking("claude-sonnet-4-6"), thinking(SONNET)], [{ type: "adaptive", display: "summarized" }, undefined, undefined]);
  });

  it("is a temperature where the model takes one and there is no thinking, also of another maker's models", () => {
    const temperature = (model: string, more: Partial<ModelRequest> = {}) => z.parse(z.object({ temperature: z.optional(z.number()) }), anthropicRequest(model, request({ temperature: 0.5, ...more }))).temperature;
    assert.deepEqual([temperature(SONNET), temperature("glm-5"), temperature("claude-3-5-haiku-latest", { reasoningEffort: "low" }), temperature(SONNET, { reasoningEffort: "low" }), temperature("claude-opus-4-6"), temperature("claude-opus-4-8"), temperature("claude-opus-5")], [0.5, 0.5, 0.5, undefined, 0.5, undefined, undefined]);
  });

  it("has no empty text, which the service refuses", () => {
    const { system, messages } = anthropicRequest(SONNET, request({ messages: [{ role: "system", text: "" }, { role: "user", text: " \n" }, { role: "user", text: "Look." }, { role: "assistant", text: " ", toolCalls: [] }] }));
    assert.deepEqual([system, messages], [undefined, [{ role: "user", content: [{ type: "text", text: "Look.", cache_control: { type: "ephemeral" } }] }]]);
  });

  it("marks the same prefix for the cache that the turn before wrote, over the wire", async () => {
    await using server = await startModelServer(streams([start, ...text(0, "hi"), ...end("end_turn")]));
    const client = createAnthropicClient({ provider: "anthropic", model: SONNET, apiKey: KEY, baseUrl: server.url });
    const first: Message[] = [{ role: "system", text: "Be brief." }, { role: "user", text: "Look." }];
    for (const messages of [first, [...first, { role: "assistant" as const, text: "hi", toolCalls: [] }, { role: "user" as const, text: "And now?" }]]) await client.complete(request({ messages }), { signal: new AbortController().signal });
    const bodySchema = z.object({ system: z.array(z.unknown()), tools: z.array(z.unknown()), messages: z.array(z.object({ role: z.string(), content: z.array(z.looseObject({ text: z.string(), cache_control: z.optional(z.unknown()) })) })) });
    const [one, other] = server.heard.map(({ body }) => z.parse(bodySchema, body));
    assert.deepEqual([other?.system, other?.tools, other?.messages[0]?.content[0]?.text], [one?.system, one?.tools, "Look."]);
    assert.deepEqual(other?.messages.map(({ content }) => content.map((each) => each.cache_control !== undefined)), [[false], [false], [true]]);
    assert.ok(server.heard.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
  });
});
