import assert from "node:assert/strict";
import fc from "fast-check";
import type { Tool } from "../../../../engine/agent-api/completion.ts";
import { type ModelAnswer, type ModelClient, type ModelDelta, type ModelRequest, NO_USAGE } from "../../../../engine/models/model-client.ts";
import { type FailureKind, ModelFailure } from "../../../../engine/models/model-failure.ts";
import { withFallback } from "../../../../engine/models/resilience/fallback.ts";
import { LONGEST_WAIT, type Retry, withRetries } from "../../../../engine/models/resilience/retry.ts";
import { withToolRepair } from "../../../../engine/models/resilience/tool-repair.ts";

const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [], tools: [], maxOutputTokens: 100 };
const never = new AbortController().signal;
const answer = (more: Partial<ModelAnswer> = {}): ModelAnswer => ({ text: "done", reasoning: "", toolCalls: [], invalidToolCalls: [], usage: NO_USAGE, stop: "end", ...more });
const failure = (kind: FailureKind, retryAfterMs?: number): ModelFailure => new ModelFailure(kind, `It was ${kind}.`, "Wait.", retryAfterMs === undefined ? {} : { retryAfterMs });

/** A client that fails as told, call by call, and then answers. */
function failing(...failures: readonly unknown[]): ModelClient & { readonly calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    complete: (_, { onDelta }) => {
      const next = failures[calls];
      calls += 1;
      onDelta?.({ type: "text", text: "do" });
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what a client throws is unknown to its callers
      return next === undefined ? Promise.resolve(answer()) : Promise.reject(next);
    },
  };
}

interface Retried {
  readonly waits: number[];
  readonly retries: Retry[];
  readonly client: ModelClient;
}

function retrying(client: ModelClient, random = 0.5): Retried {
  const waits: number[] = [];
  const retries: Retry[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  return { waits, retries, client: withRetries(client, { random: () => random, wait, onRetry: (retry) => { retries.push(retry); return Promise.resolve(); } }) };
}

describe("retries", () => {
  const retryable: readonly FailureKind[] = ["rate_limited", "overloaded", "server", "conflict", "timeout", "connection", "cut_stream", "malformed"];
  for (const kind of retryable) {
    it(`make a call again that failed as ${kind}`, async () => {
      const { client, retries } = retrying(failing(failure(kind)));
      assert.equal((await client.complete(request, { signal: never })).text, "done");
      assert.deepEqual(retries.map(({ attempt, failure: { kind: why } }) => [attempt, why]), [[2, kind]]);
    });
  }
  const final: readonly FailureKind[] = ["quota", "authentication", "missing_model", "too_long", "bad_request", "refused"];
  for (const kind of final) {
    it(`do not make a call again that failed as ${kind}`, async () => {
      const once = failing(failure(kind));
      await assert.rejects(retrying(once).client.complete(request, { signal: never }), { kind });
      assert.equal(once.calls(), 1);
    });
  }

  it("end after five calls, with the last failure", async () => {
    const broken = failing(...Array.from({ length: 9 }, () => failure("overloaded")));
    await assert.rejects(retrying(broken).client.complete(request, { signal: never }), { kind: "overloaded" });
    assert.equal(broken.calls(), 5);
  });

  it("wait longer each time, never more than the base doubled and never less than the service asked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.array(fc.option(fc.nat({ max: 60_000 }), { nil: undefined }), { minLength: 1, maxLength: 4 }), async (random, asked) => {
        const { client, waits } = retrying(failing(...asked.map((each) => failure("rate_limited", each))), random);
        await client.complete(request, { signal: never });
        for (const [index, waited] of waits.entries()) {
          const least = asked[index] ?? 0;
          assert.ok(waited >= least && waited <= least + 500 * 2 ** index);
        }
      }),
    );
  });

  it("fail at once where the service asks for a wait that nobody wants, and say for how long", async () => {
    const busy = failing(failure("rate_limited", LONGEST_WAIT + 60_000));
    await assert.rejects(retrying(busy).client.complete(request, { signal: never }), { kind: "rate_limited", message: "It was rate_limited. It asks to wait 3 minutes." });
    assert.equal(busy.calls(), 1);
  });

  it("take back what the failed attempt had said", async () => {
    const deltas: ModelDelta[] = [];
    await retrying(failing(failure("cut_stream"))).client.complete(request, { signal: never, onDelta: (delta) => deltas.push(delta) });
    assert.deepEqual(deltas.map(({ type }) => type), ["text", "restart", "text"]);
  });

  it("end at once when the task is canceled while they wait", async () => {
    const controller = new AbortController();
    const client = withRetries(failing(failure("overloaded", 60_000)), { onRetry: () => { queueMicrotask(() => { controller.abort(new Error("canceled")); }); return Promise.resolve(); } });
    await assert.rejects(client.complete(request, { signal: controller.signal }), { message: "canceled" });
  });

  it("pass on what is no failure of a model", async () => {
    await assert.rejects(retrying(failing(new RangeError("ours"))).client.complete(request, { signal: never }), RangeError);
  });
});

describe("the next model", () => {
  const entry = (name: string, client: ModelClient) => ({ name, client });

  it("takes over when one fails for good, and the user is told", async () => {
    const told: string[] = [];
    const client = withFallback([entry("a", failing(failure("quota"))), entry("b", failing())], (failed, next, why) => { told.push(`${failed.name} ${next.name} ${why.kind}`); return Promise.resolve(); });
    assert.equal((await client.complete(request, { signal: never })).text, "done");
    assert.deepEqual(told, ["a b quota"]);
  });

  it("stays: the one that failed is not asked again, nor is the user told again", async () => {
    const first = failing(failure("quota"), failure("quota"));
    const told: string[] = [];
    const client = withFallback([entry("a", first), entry("b", failing())], ({ name }) => { told.push(name); return Promise.resolve(); });
    await client.complete(request, { signal: never });
    await client.complete(request, { signal: never });
    assert.deepEqual([first.calls(), told], [1, ["a"]]);
  });

  it("is not asked where the request itself is wrong", async () => {
    const second = failing();
    const client = withFallback([entry("a", failing(failure("bad_request"))), entry("b", second)], () => Promise.resolve());
    await assert.rejects(client.complete(request, { signal: never }), { kind: "bad_request" });
    assert.equal(second.calls(), 0);
  });

  it("is not asked when the task is canceled", async () => {
    const controller = new AbortController();
    const canceled: ModelClient = { complete: () => { controller.abort(new Error("canceled")); return Promise.reject(failure("connection")); } };
    const second = failing();
    await assert.rejects(withFallback([entry("a", canceled), entry("b", second)], () => Promise.resolve()).complete(request, { signal: controller.signal }), { message: "canceled" });
    assert.equal(second.calls(), 0);
  });

  it("that fails too is named with all that failed before", async () => {
    const client = withFallback([entry("a", failing(failure("quota"))), entry("b", failing(failure("server")))], () => Promise.resolve());
    await assert.rejects(client.complete(request, { signal: never }), { kind: "server", message: "It was quota. It was server." });
  });
});

describe("a tool call that cannot be run", () => {
  const tool: Tool = { name: "rename", description: "", parameters: { type: "object", properties: { to: { type: "string" } }, required: ["to"], additionalProperties: false } };
  const withTools = { ...request, tools: [tool] };
  const good = { id: "1", name: "rename", arguments: { to: "b" } };
  const usage = { input: 10, cachedInput: 1, cacheWrite: 2, output: 3, reasoning: 4 };

  /** Gives the answers in turn and keeps what it was asked. */
  function saying(...answers: readonly ModelAnswer[]): ModelClient & { readonly asked: ModelRequest[] } {
    const asked: ModelRequest[] = [];
    return { asked, complete: (each) => { asked.push(each); return Promise.resolve(answers[asked.length - 1] ?? answer()); } };
  }

  const faults: readonly (readonly [string, Partial<ModelAnswer>, RegExp])[] = [
    ["arguments that are no JSON", { invalidToolCalls: [{ id: "1", name: "rename", text: "{oops", reason: "The arguments are no JSON object." }] }, /no JSON object.*\{oops/],
    ["a tool that is not there", { toolCalls: [{ id: "1", name: "fly", arguments: {} }] }, /no tool named "fly".*rename/],
    ["arguments that do not fit the schema", { toolCalls: [{ id: "1", name: "rename", arguments: { to: 7 } }] }, /do not fit.*expected string/s],
    ["arguments that are missing", { toolCalls: [{ id: "1", name: "rename", arguments: {} }] }, /do not fit/],
  ];
  for (const [name, bad, told] of faults) {
    it(`goes back to the model with what is wrong: ${name}`, async () => {
      const client = saying(answer(bad), answer({ toolCalls: [good] }));
      const { toolCalls } = await withToolRepair(client).complete(withTools, { signal: never });
      assert.deepEqual(toolCalls, [good]);
      assert.match(client.asked[1]?.messages.at(-1)?.text ?? "", told);
    });
  }

  it("goes back once only; what is wrong again is left to the caller", async () => {
    const bad = answer({ toolCalls: [{ id: "1", name: "fly", arguments: {} }] });
    const client = saying(bad, bad, bad);
    const { toolCalls, invalidToolCalls } = await withToolRepair(client).complete(withTools, { signal: never });
    assert.deepEqual([client.asked.length, toolCalls, invalidToolCalls.map(({ name }) => name)], [2, [], ["fly"]]);
  });

  it("holds back the good calls of its turn, and says so", async () => {
    const client = saying(answer({ toolCalls: [good, { id: "2", name: "fly", arguments: {} }] }), answer());
    await withToolRepair(client).complete(withTools, { signal: never });
    assert.deepEqual(client.asked[1]?.messages.slice(-2).map((message) => message.role === "tool" && [message.call, message.text.slice(0, 7)]), [["1", "Not run"], ["2", "Error: "]]);
  });

  it("costs what both calls cost", async () => {
    const client = saying(answer({ toolCalls: [{ id: "1", name: "fly", arguments: {} }], usage }), answer({ usage }));
    assert.deepEqual((await withToolRepair(client).complete(withTools, { signal: never })).usage, { input: 20, cachedInput: 2, cacheWrite: 4, output: 6, reasoning: 8 });
  });

  it("is not one when all is well", async () => {
    const client = saying(answer({ toolCalls: [good] }));
    assert.deepEqual((await withToolRepair(client).complete(withTools, { signal: never })).toolCalls, [good]);
    assert.equal(client.asked.length, 1);
  });
});
