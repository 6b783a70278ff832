import assert from "node:assert/strict";
import fc from "fast-check";
import type { ModelAnswer, ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import { createChatClient } from "../../../../engine/models/providers/chat-completions.ts";
import { type Answer, startModelServer, streams, type WireEvent } from "../../../support/model-server.ts";

const tool = (name: string) => ({ name, description: name, parameters: { type: "object" } });
const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [tool("a"), tool("b")], maxOutputTokens: 1_000 };
const chunk = (delta: unknown, finish: string | null = null, more: Readonly<Record<string, unknown>> = {}): WireEvent => ({ data: { choices: [{ index: 0, delta, finish_reason: finish }], ...more } });
const calls = (...fragments: readonly unknown[]): readonly WireEvent[] => fragments.map((fragment) => chunk({ tool_calls: [fragment] }));
const end = chunk({}, "stop");

async function ask(answer: Answer, asked: ModelRequest = request): Promise<{ readonly answer: ModelAnswer; readonly deltas: readonly ModelDelta[] }> {
  await using server = await startModelServer(answer);
  const deltas: ModelDelta[] = [];
  const client = createChatClient({ provider: "openai_compatible", model: "m", baseUrl: `${server.url}/v1` });
  return { answer: await client.complete(asked, { signal: new AbortController().signal, onDelta: (delta) => deltas.push(delta) }), deltas };
}

describe("a server of Chat Completions that differs", () => {
  it("may give an empty reason for the end with every chunk; that is no end", async () => {
    await assert.rejects(ask(streams([chunk({ content: "half" }, ""), chunk({ content: " of it" }, "")])), { kind: "cut_stream" });
    assert.equal((await ask(streams([chunk({ content: "all" }, ""), chunk({}, "stop"), chunk({}, "")]))).answer.text, "all");
  });

  it("may end with an error as the reason; that is no answer", async () => {
    await assert.rejects(ask(streams([chunk({ content: "half" }), chunk({}, "error")])), { kind: "server" });
  });

  it("may say in one word what broke in the middle", async () => {
    await assert.rejects(ask(streams([chunk({ content: "half" }), { data: { error: "out of memory" } }])), /out of memory/);
  });

  it("may have no choices, or none at all, where it has nothing to say", async () => {
    const events = [{ data: { choices: [] } }, chunk({ content: "hi" }), chunk(null, "stop"), { data: { choices: null, usage: { prompt_tokens: 3, completion_tokens: 4 } } }];
    const { usage, text } = (await ask(streams(events))).answer;
    assert.deepEqual([text, usage.input, usage.output], ["hi", 3, 4]);
  });

  it("may count only some of its tokens", async () => {
    const counts = async (usage: unknown): Promise<unknown> => (await ask(streams([chunk({ content: "hi" }), { data: { choices: [{ delta: {}, finish_reason: "stop" }], usage } }]))).answer.usage;
    assert.deepEqual(await counts({ prompt_tokens: 3, completion_tokens: null, total_tokens: 3 }), { input: 3, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 });
    assert.deepEqual(await counts({}), { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 });
  });

  it("may think under either name, or both", async () => {
    const { answer } = await ask(streams([chunk({ reasoning: "a" }), chunk({ reasoning_content: "b" }), chunk({ reasoning_content: "", reasoning: "c" }), chunk({ reasoning_content: "d", reasoning: "d" }), end]));
    assert.equal(answer.reasoning, "abcd");
  });

  const one = { id: "1", name: "a", arguments: { x: 1 } };
  const two = { id: "2", name: "b", arguments: {} };
  const shapes: readonly (readonly [string, readonly WireEvent[]])[] = [
    ["the same index for every call", calls({ index: 0, id: "1", function: { name: "a", arguments: '{"x":1}' } }, { index: 0, id: "2", function: { name: "b", arguments: "{}" } })],
    ["a new id with every fragment", calls({ index: 0, id: "1", function: { name: "a", arguments: "" } }, { index: 0, id: "x1", function: { arguments: '{"x":' } }, { index: 0, id: "x2", function: { arguments: "1}" } }, { index: 1, id: "2", function: { name: "b", arguments: "" } })],
    ["an empty id and an empty name after the first fragment", calls({ index: 0, id: "1", function: { name: "a", arguments: '{"x"' } }, { index: 0, id: "", function: { name: "", arguments: ":1}" } }, { index: 1, id: "2", function: { name: "b", arguments: "" } })],
    ["arguments that are an object already", calls({ index: 0, id: "1", function: { name: "a", arguments: { x: 1 } } }, { index: 1, id: "2", function: { name: "b", arguments: {} } })],
    ["all calls in one chunk", [chunk({ tool_calls: [{ index: 0, id: "1", function: { name: "a", arguments: '{"x":1}' } }, { index: 1, id: "2", function: { name: "b", arguments: "{}" } }] })]],
    ["fragments of two calls in turn", calls({ index: 0, id: "1", function: { name: "a", arguments: "" } }, { index: 1, id: "2", function: { name: "b", arguments: "" } }, { index: 0, function: { arguments: '{"x":1' } }, { index: 1, function: { arguments: "{" } }, { index: 0, function: { arguments: "}" } }, { index: 1, function: { arguments: "}" } })],
  ];
  for (const [name, events] of shapes) {
    it(`may send tool calls with ${name}`, async () => {
      const { answer, deltas } = await ask(streams([...events, end]));
      assert.deepEqual([answer.toolCalls, answer.invalidToolCalls, answer.stop], [[one, two], [], "tool_calls"]);
      const indexes = new Set(deltas.flatMap((delta) => (delta.type === "tool_call" ? [`${delta.index} ${delta.id}`] : [])));
      assert.equal(indexes.size, 2);
    });
  }

  for (const id of [undefined, null, ""]) {
    it(`may give no ids (${JSON.stringify(id)}): they are made up, and differ over the whole conversation`, async () => {
      const events = [...calls({ index: 0, id, function: { name: "a", arguments: "{}" } }, { index: 1, id, function: { name: "b", arguments: "{}" } }), end];
      const first = (await ask(streams(events))).answer.toolCalls;
      const messages = [...request.messages, { role: "assistant" as const, text: "", toolCalls: [...first] }, ...first.map((call) => ({ role: "tool" as const, call: call.id, text: "done" }))];
      const second = (await ask(streams(events), { ...request, messages })).answer.toolCalls;
      assert.equal(new Set([...first, ...second].map((call) => call.id)).size, 4);
    });
  }

  it("may give two calls the same id: each then has one of its own, and its own arguments", async () => {
    const begun = [{ index: 0, id: "call_1", function: { name: "a", arguments: "" } }, { index: 1, id: "call_1", function: { name: "b", arguments: "" } }];
    const { answer } = await ask(streams([...calls(...begun, { index: 0, id: "call_1", function: { arguments: '{"x":1}' } }, { index: 1, id: "call_1", function: { arguments: '{"y":2}' } }), end]));
    assert.deepEqual(answer.toolCalls.map((call) => call.arguments), [{ x: 1 }, { y: 2 }]);
    assert.equal(new Set(answer.toolCalls.map((call) => call.id)).size, 2);
  });

  it("may not call tools without end", async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ index, id: `id${index}`, function: { name: "a", arguments: "{}" } }));
    await assert.rejects(ask(streams([...calls(...many), end])), { kind: "malformed", message: /more than 256 tool calls/ });
  });

  it("gives each call its own arguments, however their fragments are mixed", async () => {
    const json = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string(), fc.integer()), { maxKeys: 3 }).filter((value) => !("__proto__" in value && Object.hasOwn(value, "__proto__")));
    await fc.assert(
      fc.asyncProperty(fc.array(json, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), async (given, order) => {
        const left = given.map((value) => JSON.stringify(value));
        const begun = given.map((_, index) => ({ index, id: `id${index}`, function: { name: "a", arguments: "" } }));
        const mixed = order.flatMap((pick) => {
          const index = pick % given.length;
          const text = left[index] ?? "";
          const length = 1 + (pick % 7);
          left[index] = text.slice(length);
          return text === "" ? [] : [{ index, function: { arguments: text.slice(0, length) } }];
        });
        const rest = left.flatMap((text, index) => (text === "" ? [] : [{ index, function: { arguments: text } }]));
        const { answer } = await ask(streams([...calls(...begun, ...mixed, ...rest), end]));
        assert.deepEqual(answer.toolCalls.map((call) => JSON.stringify(call.arguments)), given.map((value) => JSON.stringify(value)));
      }),
      { numRuns: 20 },
    );
  });

  for (const type of ["text/html", "application/json"]) {
    it(`is none when it answers with ${type}: the failure says to check the address`, async () => {
      const answered = ask((response) => void response.writeHead(200, { "content-type": type }).end(type === "text/html" ? "<html>Welcome</html>" : '{"ok":true}'));
      await assert.rejects(answered, (error: { kind?: string; message?: string; remedy?: string }) => error.kind === "malformed" && error.message?.includes(type) === true && error.remedy?.includes("base_url") === true);
    });
  }

  it("keeps the limit of the output under its name when it says that the limit is too high", async () => {
    const bodies: unknown[] = [];
    const answered = ask((response, { body }) => {
      bodies.push(body);
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: "max_tokens must be at most 512." } }));
    });
    await assert.rejects(answered, /max_tokens must be at most 512/);
    assert.equal(bodies.length, 1);
  });

  it("is told the name that it asks for, where it knows only the newer one", async () => {
    const answered = ask((response, heard, call) => {
      if (call > 0) return streams([chunk({ content: "hi" }), end])(response, heard, call);
      response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", code: "unsupported_parameter" } }));
    });
    assert.equal((await answered).answer.text, "hi");
  });
});
