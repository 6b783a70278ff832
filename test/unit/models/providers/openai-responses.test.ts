import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import type { Message } from "../../../../engine/agent-api/completion.ts";
import type { ModelAnswer, ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import type { FailureKind } from "../../../../engine/models/model-failure.ts";
import { createOpenAiClient } from "../../../../engine/models/providers/openai-responses.ts";
import { openAiRequest } from "../../../../engine/models/providers/openai-request.ts";
import { type Answer, begin, refuses, startModelServer, streams, type WireEvent, wireText } from "../../../support/model-server.ts";
import { KEY } from "../../../support/provider-scripts.ts";

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({ subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [], maxOutputTokens: 1_000, ...more });
const event = (type: string, more: Readonly<Record<string, unknown>> = {}): WireEvent => ({ event: type, data: { type, ...more } });
const done = (index: number, item: Readonly<Record<string, unknown>>): WireEvent => event("response.output_item.done", { output_index: index, item });
const message = (text: string, more: Readonly<Record<string, unknown>> = {}) => ({ type: "message", id: "m", role: "assistant", content: [{ type: "output_text", text, annotations: [] }], ...more });
const sealed = (id: string) => ({ type: "reasoning", id, summary: [], encrypted_content: `sealed ${id}` });
const call = (id: string, name = "read_file", text = "{}") => ({ type: "function_call", id: `fc_${id}`, call_id: id, name, arguments: text });
const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
const completed = (more: Readonly<Record<string, unknown>> = {}): WireEvent => event("response.completed", { response: { status: "completed", usage, ...more } });
const incomplete = (details: unknown): WireEvent => event("response.incomplete", { response: { status: "incomplete", usage, incomplete_details: details } });

async function ask(answer: Answer, model = "o4-mini"): Promise<{ readonly answer: ModelAnswer; readonly deltas: readonly ModelDelta[] }> {
  await using server = await startModelServer(answer);
  const deltas: ModelDelta[] = [];
  const client = createOpenAiClient({ provider: "openai", model, apiKey: KEY, baseUrl: `${server.url}/v1` });
  return { answer: await client.complete(request(), { signal: new AbortController().signal, onDelta: (delta) => deltas.push(delta) }), deltas };
}

const tells = (deltas: readonly ModelDelta[], type: "text" | "reasoning"): string => deltas.map((delta) => (delta.type === type ? delta.text : "")).join("");

describe("an answer of OpenAI's Responses", () => {
  it("that the output limit cut is no whole one, whether or not the service says why", async () => {
    for (const details of [{ reason: "max_output_tokens" }, null, {}]) {
      assert.equal((await ask(streams([done(0, message("half")), incomplete(details)]))).answer.stop, "length", inspect(details));
    }
  });

  it("that the limit cut in the middle of a call says so, and has no call", async () => {
    const { stop, toolCalls } = (await ask(streams([event("response.output_item.added", { output_index: 0, item: call("c", "read_file", "") }), incomplete({ reason: "max_output_tokens" })]))).answer;
    assert.deepEqual([stop, toolCalls], ["length", []]);
  });

  it("that the content filter stopped is a refusal by the provider", async () => {
    await assert.rejects(ask(streams([done(0, message("half")), incomplete({ reason: "content_filter" })])), { kind: "refused" });
  });

  it("may decline, in words that are told as they come", async () => {
    const { answer, deltas } = await ask(streams([event("response.refusal.delta", { output_index: 0, delta: "I " }), event("response.refusal.delta", { output_index: 0, delta: "cannot." }), done(0, { type: "message", content: [{ type: "refusal", refusal: "I cannot." }] }), completed()]));
    assert.deepEqual([answer.stop, answer.text, tells(deltas, "text")], ["refused", "I cannot.", "I cannot."]);
  });

  it("may come as a whole with its last event, where a server ends no item before", async () => {
    const output = [message("all"), call("c")];
    for (const before of [[], [done(0, message("all"))]]) {
      const { answer } = await ask(streams([...before, completed({ output })]));
      assert.deepEqual([answer.text, answer.toolCalls.map(({ id }) => id), answer.stop], ["all", ["c"], "tool_calls"]);
    }
  });

  it("that lacks what was told of it is not believed", async () => {
    await assert.rejects(ask(streams([event("response.output_text.delta", { output_index: 0, delta: "lost" }), completed({ output: [] })])), { kind: "cut_stream" });
    await assert.rejects(ask(streams([event("response.output_item.added", { output_index: 1, item: call("c", "read_file", "") }), done(0, message("hi")), completed()])), { kind: "cut_stream" });
  });

  it("has the reasoning that was told, parts apart, whichever of its two kinds the service sends", async () => {
    const thought = (index: number, delta: string): WireEvent => event("response.reasoning_summary_text.delta", { output_index: 0, item_id: "rs", summary_index: index, delta });
    const parts = { type: "reasoning", id: "rs", summary: [{ type: "summary_text", text: "First." }, { type: "summary_text", text: "Then." }] };
    const summarized = await ask(streams([thought(0, "Fir"), thought(0, "st."), thought(1, "Then."), done(0, parts), done(1, message("hi")), completed()]));
    assert.deepEqual([summarized.answer.reasoning, tells(summarized.deltas, "reasoning")], ["First.\n\nThen.", "First.\n\nThen."]);
    const raw = await ask(streams([event("response.reasoning_text.delta", { output_index: 0, item_id: "rs", content_index: 0, delta: "Raw." }), done(0, { type: "reasoning", id: "rs", summary: [], content: [{ type: "reasoning_text", text: "Raw." }] }), done(1, message("hi")), completed()]));
    assert.equal(raw.answer.reasoning, "Raw.");
  });

  it("skips items of a kind that nobody knows", async () => {
    assert.equal((await ask(streams([done(0, { type: "sparkle" }), done(1, message("hi")), completed()]))).answer.text, "hi");
  });

  it("is whole with its last event, though the connection breaks right after it", async () => {
    const { answer } = await ask((response) => {
      begin(response);
      response.write([done(0, message("hi")), completed()].map(wireText).join(""), () => response.destroy());
    });
    assert.equal(answer.text, "hi");
  });

  it("is the same however the network cuts its bytes", async () => {
    const events = [event("response.output_text.delta", { output_index: 0, delta: "naïve 漢字 😀" }), done(0, message("naïve 漢字 😀")), event("response.output_item.added", { output_index: 1, item: call("c", "read_file", "") }), done(1, call("c", "read_file", '{"path":"ä.ts"}')), completed()];
    for (const text of [events.map(wireText).join(""), events.map(wireText).join("").replaceAll("\n", "\r\n")]) {
      const bytes = Buffer.from(text);
      await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
        const { answer } = await ask(async (response) => {
          begin(response);
          for (const [index, place] of places.slice(1).entries()) await new Promise((resolve) => response.write(bytes.subarray(places[index], place), resolve));
          response.end();
        });
        assert.deepEqual([answer.text, answer.toolCalls], ["naïve 漢字 😀", [{ id: "c", name: "read_file", arguments: { path: "ä.ts" } }]]);
      }), { numRuns: 15 });
    }
  });

  const failures: readonly (readonly [FailureKind, WireEvent])[] = [
    ["rate_limited", event("response.failed", { response: { error: { code: "rate_limit_exceeded", message: "Slow down." } } })],
    ["server", event("response.failed", { response: { error: { code: "server_error", message: "Oops." } } })],
    ["server", event("response.failed", { response: { error: null } })],
    ["too_long", event("response.failed", { response: { error: { code: "context_length_exceeded", message: "Your input exceeds the context window." } } })],
    ["quota", event("error", { code: "insufficient_quota", message: "You exceeded your current quota.", param: null })],
    ["server", event("error", { code: "server_error", message: `Oops ${KEY}.`, param: null })],
    ["rate_limited", { data: { type: "error", code: "rate_limit_exceeded", message: "Slow down.", param: null } }],
  ];
  for (const [kind, failure] of failures) {
    it(`fails as ${kind} at whatever point the service says ${JSON.stringify(failure.data)}`, async () => {
      const events = [event("response.created", { response: {} }), event("response.output_text.delta", { output_index: 0, delta: "hi" }), done(0, message("hi"))];
      for (let at = 0; at <= events.length; at += 1) {
        await assert.rejects(ask(streams([...events.slice(0, at), failure, ...events.slice(at), completed()])), (error: unknown) => {
          assert.ok(!inspect(error, { depth: null, showHidden: true }).includes(KEY));
          return error instanceof Error && "kind" in error && error.kind === kind;
        });
      }
    });
  }
});

describe("a turn given back to OpenAI's Responses", () => {
  const said = ({ text, toolCalls, continuation }: ModelAnswer): Message => ({ role: "assistant", text, toolCalls: [...toolCalls], continuation });
  const sent = (given: Message, model = "o4-mini"): unknown => JSON.parse(JSON.stringify(openAiRequest(model, request({ messages: [given] })).input));
  const turn = [done(0, sealed("rs_1")), done(1, message("I look.", { phase: "commentary" })), done(2, call("c1")), done(3, sealed("rs_2")), done(4, call("c2")), done(5, message("Done.", { phase: "final_answer" })), completed()];
  const asCall = (id: string) => ({ type: "function_call", call_id: id, name: "read_file", arguments: "{}" });

  it("has each sealed thought where it stood, and each text's phase", async () => {
    const { answer } = await ask(streams(turn));
    assert.deepEqual(sent(said(answer)), [sealed("rs_1"), { role: "assistant", content: "I look.", phase: "commentary" }, asCall("c1"), sealed("rs_2"), asCall("c2"), { role: "assistant", content: "Done.", phase: "final_answer" }]);
  });

  it("has its text and its calls also where they are no longer those that came", async () => {
    const { answer } = await ask(streams(turn));
    const changed = { ...answer, text: "Shortened.", toolCalls: answer.toolCalls.slice(1).concat({ id: "c3", name: "read_file", arguments: {} }) };
    assert.deepEqual(sent(said(changed)), [sealed("rs_1"), { role: "assistant", content: "Shortened.", phase: "commentary" }, sealed("rs_2"), asCall("c2"), asCall("c3")]);
  });

  it("has no thought without its seal, which the service would look for in its store", async () => {
    const { answer } = await ask(streams([done(0, { ...sealed("rs_1"), encrypted_content: null }), done(1, sealed("rs_2")), done(2, message("hi")), completed()]));
    assert.deepEqual(sent(said(answer)), [sealed("rs_2"), { role: "assistant", content: "hi" }]);
  });

  it("has no thoughts of another model, which cannot read them", async () => {
    const { answer } = await ask(streams([done(0, sealed("rs_1")), done(1, message("hi")), completed()]));
    for (const model of ["gpt-4.1", "gpt-5.5"]) assert.deepEqual(sent(said(answer), model), [{ role: "assistant", content: "hi" }]);
  });

  it("has no id that is longer than the service takes, the same for a call and its result", () => {
    const id = `call_1__${"thought".repeat(100)}`;
    const { input } = openAiRequest("gpt-4.1", request({ messages: [{ role: "assistant", text: "", toolCalls: [{ id, name: "read_file", arguments: {} }] }, { role: "tool", call: id, text: "A" }] }));
    assert.deepEqual(JSON.stringify(input).match(/"call_id":"[^"]*"/g), Array(2).fill(`"call_id":"${id.slice(0, 64)}"`));
  });

  it("goes again without its thoughts where the service cannot read them", async () => {
    const { answer } = await ask(streams([done(0, sealed("rs_1")), done(1, message("hi")), completed()]));
    const refusals: readonly (readonly [number, string])[] = [
      [400, "The encrypted content for item rs_1 could not be verified."],
      [404, "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false."],
      [400, "Item 'rs_1' of type 'reasoning' was provided without its required following item."],
    ];
    for (const [status, reason] of refusals) {
      await using server = await startModelServer((response, heard, index) => (JSON.stringify(heard.body).includes("sealed rs_1") ? refuses(status, { error: { message: reason, type: "invalid_request_error" } }) : streams([done(0, message("on")), completed()]))(response, heard, index));
      const client = createOpenAiClient({ provider: "openai", model: "o4-mini", apiKey: KEY, baseUrl: server.url });
      const options = { signal: new AbortController().signal };
      assert.equal((await client.complete(request({ messages: [said(answer), { role: "user", text: "On." }] }), options)).text, "on");
      assert.equal(server.heard.length, 2);
    }
  });

  it("asks for no summaries any more where the service gives none to this account", async () => {
    const said = "Your organization must be verified to generate reasoning summaries.";
    await using server = await startModelServer((response, heard, index) => (JSON.stringify(heard.body).includes('"summary":"auto"') ? refuses(400, { error: { message: said, type: "invalid_request_error", param: "reasoning.summary", code: "unsupported_value" } }) : streams([done(0, message("hi")), completed()]))(response, heard, index));
    const client = createOpenAiClient({ provider: "openai", model: "o4-mini", apiKey: KEY, baseUrl: server.url });
    const options = { signal: new AbortController().signal };
    const answers = await Promise.all([client.complete(request(), options), client.complete(request(), options)]);
    assert.deepEqual(answers.map(({ text }) => text), ["hi", "hi"]);
    const before = server.heard.length;
    await client.complete(request(), options);
    assert.equal(server.heard.length, before + 1);
  });

  it("asks for the least effort only of the models that know it", () => {
    const effort = (model: string) => openAiRequest(model, request({ reasoningEffort: "minimal" })).reasoning?.effort;
    assert.deepEqual(["gpt-5", "gpt-5-mini-2025-08-07", "gpt-5.1", "gpt-5-codex", "gpt-5.5", "o4-mini"].map(effort), ["minimal", "minimal", "low", "low", "low", "low"]);
  });
});
