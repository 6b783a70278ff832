import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import * as z from "zod/mini";
import type { Tool } from "../../../../engine/agent-api/completion.ts";
import type { ModelAnswer, ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import { type FailureKind, ModelFailure } from "../../../../engine/models/model-failure.ts";
import { type Answer, begin, refuses, startModelServer, streams, wireText } from "../../../support/model-server.ts";
import { KEY, providerScripts } from "../../../support/provider-scripts.ts";

const tool = (name: string): Tool => ({ name, description: name, parameters: { type: "object", properties: { path: { type: "string" } }, required: [], additionalProperties: false } });
const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "system", text: "Be brief." }, { role: "user", text: "Look at a.ts." }], tools: [tool("read_file"), tool("list_files")], maxOutputTokens: 1_000 };

for (const { name, connect, turn, usage, hello, endsWith, badArguments, unknown } of providerScripts) {
  const ask = async (answer: Answer, signal: AbortSignal = new AbortController().signal): Promise<{ readonly answer: ModelAnswer; readonly deltas: readonly ModelDelta[] }> => {
    await using server = await startModelServer(answer);
    const deltas: ModelDelta[] = [];
    return { answer: await connect(server.url).complete(request, { signal, onDelta: (delta) => deltas.push(delta) }), deltas };
  };
  const failureOf = async (answer: Answer): Promise<ModelFailure> => {
    const failure = await ask(answer).then((got) => assert.fail(`It answered: ${JSON.stringify(got.answer)}`), (error: unknown) => error);
    assert.ok(failure instanceof ModelFailure, inspect(failure));
    return failure;
  };

  describe(`a model of ${name}`, () => {
    it("streams reasoning, text and parallel tool calls, and ends with the usage", async () => {
      const { answer } = await ask(streams(turn));
      assert.deepEqual({ ...answer, continuation: undefined }, {
        text: "I look into it.",
        reasoning: "Let me see.",
        toolCalls: [{ id: "t1", name: "read_file", arguments: { path: "a.ts" } }, { id: "t2", name: "list_files", arguments: {} }],
        invalidToolCalls: [],
        usage,
        stop: "tool_calls",
        continuation: undefined,
      });
    });

    it("tells the pieces in order, and they add up to the answer", async () => {
      const { answer, deltas } = await ask(streams(turn));
      const joined = (type: "text" | "reasoning"): string => deltas.map((delta) => (delta.type === type ? delta.text : "")).join("");
      assert.deepEqual([joined("text"), joined("reasoning")], [answer.text, answer.reasoning]);
      assert.deepEqual([...new Set(deltas.map(({ type }) => type))], ["reasoning", "text", "tool_call"]);
      const calls = Map.groupBy(deltas.filter((delta) => delta.type === "tool_call"), ({ id }) => id);
      assert.deepEqual([...calls].map(([id, parts]) => [id, parts[0]?.name, parts.map((part) => part.arguments).join("") || "{}"]), [["t1", "read_file", '{"path":"a.ts"}'], ["t2", "list_files", "{}"]]);
    });

    it("gives the same answer however the network cuts its bytes", async () => {
      const bytes = Buffer.from(hello("naïve 漢字 😀\nend").map(wireText).join(""));
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 }), async (cuts) => {
          const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
          const { answer } = await ask(async (response) => {
            begin(response);
            for (const [index, place] of places.slice(1).entries()) {
              response.write(bytes.subarray(places[index], place));
              await new Promise(setImmediate);
            }
            response.end();
          });
          assert.equal(answer.text, "naïve 漢字 😀\nend");
        }),
        { numRuns: 12 },
      );
    });

    it("is never taken for whole when the stream ends early, wherever that is", async () => {
      for (let kept = 0; kept <= turn.length - endsWith; kept += 1) {
        if (kept === turn.length) continue;
        const { kind } = await failureOf(streams(turn.slice(0, kept)));
        assert.equal(kind, "cut_stream", `after ${kept} events`);
      }
    });

    it("is never taken for whole when the connection breaks in the middle of an event", async () => {
      for (let broken = 0; broken <= turn.length - endsWith; broken += 1) {
        const { retryable, kind } = await failureOf(async (response) => {
          begin(response);
          const text = turn.slice(0, broken + 1).map(wireText).join("");
          response.write(text.slice(0, -8));
          await new Promise((resolve) => setTimeout(resolve, 2));
          response.destroy();
        });
        assert.ok(retryable && ["cut_stream", "connection", "malformed"].includes(kind), `in event ${broken}: ${kind}`);
      }
    });

    it("is not believed when an event is no JSON, wherever that is", async () => {
      for (let broken = 0; broken < turn.length - endsWith; broken += 1) {
        const event = turn[broken];
        if (event === undefined || event.event === "ping") continue;
        const { kind } = await failureOf(streams(turn.map((each, index) => (index === broken ? { ...each, data: '{"type": "x", oops' } : each))));
        assert.equal(kind, "malformed", `event ${broken}`);
      }
    });

    it("may say what nobody knows yet", async () => {
      const { answer } = await ask(streams(hello("fine").flatMap((event, index) => (index === 1 ? [unknown, event] : [event]))));
      assert.equal(answer.text, "fine");
    });

    it("keeps tool calls whose arguments are no JSON apart from the good ones", async () => {
      const { answer } = await ask(streams(badArguments));
      assert.deepEqual(answer.invalidToolCalls.map(({ id, text }) => [id, text]), [["t1", '{"path": oops']]);
      assert.deepEqual(answer.toolCalls, [{ id: "t2", name: "list_files", arguments: {} }]);
    });

    it("lets go of its socket as soon as it is canceled, at every point of the answer", async () => {
      for (let at = 0; at < turn.length - endsWith; at += 1) {
        const controller = new AbortController();
        const gone = Promise.withResolvers<undefined>();
        const asked = ask(async (response) => {
          begin(response);
          response.write(turn.slice(0, at).map(wireText).join(""));
          response.on("close", () => { gone.resolve(undefined); });
          await new Promise(setImmediate);
          controller.abort(new Error(`canceled at ${at}`));
          await gone.promise;
        }, controller.signal);
        await assert.rejects(asked, { message: `canceled at ${at}` });
        await gone.promise;
      }
    });

    it("is not even called when it is canceled before", async () => {
      await using server = await startModelServer(streams(turn));
      await assert.rejects(connect(server.url).complete(request, { signal: AbortSignal.abort(new Error("too late")) }), { message: "too late" });
      assert.equal(server.heard.length, 0);
    });

    const statuses: readonly (readonly [number, FailureKind])[] = [[400, "bad_request"], [401, "authentication"], [403, "authentication"], [404, "missing_model"], [408, "timeout"], [409, "conflict"], [413, "too_long"], [422, "bad_request"], [429, "rate_limited"], [500, "server"], [502, "server"], [503, "overloaded"], [529, "overloaded"]];
    for (const [status, kind] of statuses) {
      it(`fails as ${kind} on HTTP ${status}, with one clear line`, async () => {
        const failure = await failureOf(refuses(status, { error: { message: `Something about ${KEY}` } }));
        assert.deepEqual([failure.kind, failure.retryAfterMs], [kind, undefined]);
        assert.match(failure.message, new RegExp(`\\(${name}\\) .*status ${status}`));
        assert.notEqual(failure.remedy, "");
      });
    }

    it("tells how long the service asks to wait", async () => {
      assert.equal((await failureOf(refuses(429, {}, { "retry-after": "7" }))).retryAfterMs, 7_000);
      assert.equal((await failureOf(refuses(429, {}, { "retry-after-ms": "250" }))).retryAfterMs, 250);
    });

    it("tells an empty account from too many requests", async () => {
      assert.equal((await failureOf(refuses(429, { error: { type: "insufficient_quota", code: "insufficient_quota", message: "You exceeded your current quota." } }))).kind, "quota");
    });

    it("tells a request that is too long from a wrong one", async () => {
      assert.equal((await failureOf(refuses(400, { error: { type: "invalid_request_error", message: "prompt is too long: 250000 tokens > 200000 maximum" } }))).kind, "too_long");
    });

    it("says which address it could not reach", async () => {
      const server = await startModelServer(streams(turn));
      await server[Symbol.asyncDispose]();
      const failure: unknown = await connect(server.url).complete(request, { signal: new AbortController().signal }).catch((error: unknown) => error);
      assert.ok(failure instanceof ModelFailure);
      assert.deepEqual([failure.kind, `${failure.message} ${failure.remedy}`.includes(server.url.replace("http://", ""))], ["connection", true]);
    });

    it("is not followed to another address, where nobody asked for the user's code to go", async () => {
      await using other = await startModelServer(streams(turn));
      const { kind, message } = await failureOf((response) => void response.writeHead(307, { location: `${other.url}/v1/x` }).end());
      assert.deepEqual([kind, message.includes(`sends on to ${other.url.replace("http://", "")}`), other.heard.length], ["missing_model", true, 0]);
    });

    it("never shows its key, though the service repeats it", async () => {
      for (const status of [400, 401, 500]) {
        const failure = await failureOf(refuses(status, { error: { message: `Incorrect API key provided: ${KEY}.`, details: { key: KEY } } }, { "x-echo": KEY }));
        assert.ok(!inspect(failure, { depth: null, showHidden: true }).includes(KEY));
      }
    });

    it("sends its key in a header and nowhere else", async () => {
      await using server = await startModelServer(streams(hello("hi")));
      await connect(server.url).complete(request, { signal: new AbortController().signal });
      const [{ headers, body, path } = assert.fail()] = server.heard;
      assert.ok(JSON.stringify(headers).includes(KEY));
      assert.ok(!JSON.stringify([body, path]).includes(KEY));
    });

    it("ends with the limit's word when its answer was cut by the limit, not with a whole answer's", async () => {
      const cut = JSON.stringify(hello("half")).replace('"end_turn"', '"max_tokens"').replace('"stop"', '"length"').replace('"type":"response.completed","response":{', '"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"},');
      const { answer } = await ask(streams(z.parse(z.array(z.object({ data: z.unknown() })), JSON.parse(cut)).map(({ data }) => ({ event: z.parse(z.catch(z.looseObject({ type: z.string() }), { type: "" }), data).type, data }))));
      assert.deepEqual([answer.stop, answer.text], ["length", "half"]);
    });
  });
}
