import assert from "node:assert/strict";
import fc from "fast-check";
import type { Message } from "../../../engine/agent-api/completion.ts";
import { fitRequest } from "../../../engine/models/fit.ts";
import { fittedClient } from "../../../engine/models/fitted-client.ts";
import { type ModelClient, type ModelRequest, NO_USAGE } from "../../../engine/models/model-client.ts";
import { ModelFailure } from "../../../engine/models/model-failure.ts";
import { loadTokenizer, mostTokens, requestTokens } from "../../../engine/models/tokens.ts";

const request = (...messages: Message[]): ModelRequest => ({ subject: { stage: "analyze", request: "r" }, messages, tools: [], maxOutputTokens: 100 });
const user = (text: string): Message => ({ role: "user", text });
const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(" ");

describe("packing a request into a window", () => {
  it("leaves a request that fits as it is", async () => {
    const small = request(user("Hello."));
    assert.equal(fitRequest(small, 1_000, await loadTokenizer()), small);
  });

  it("cuts the longest text in its middle and says how much is missing", async () => {
    const { messages } = fitRequest(request(user("Rename it."), user(`BEGIN ${words(3_000)} END`)), 2_000, await loadTokenizer());
    assert.equal(messages[0]?.text, "Rename it.");
    assert.match(messages[1]?.text ?? "", /^BEGIN word0 .*\n\[… \d+ characters left out to fit the model's window …\]\n.* END$/s);
  });

  it("never cuts the system's text", async () => {
    const system: Message = { role: "system", text: words(1_000) };
    const { messages } = fitRequest(request(system, user(words(2_000))), 5_000, await loadTokenizer());
    assert.equal(messages[0], system);
  });

  it("fails clearly where nothing is left to cut", async () => {
    const count = await loadTokenizer();
    assert.throws(() => fitRequest(request({ role: "system", text: words(1_000) }), 500, count), (error: unknown) => error instanceof ModelFailure && error.kind === "too_long");
  });

  it("fits any texts into any window that is not absurdly small, by the exact count", async () => {
    const count = await loadTokenizer();
    const text = fc.array(fc.constantFrom("const x = 1;\n", "naïve ", "😀", "漢字", "<|endoftext|>", "\t\t", "aaaaaaaaaaaa"), { maxLength: 400 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1_200, max: 4_000 }), (texts, limit) => {
        const whole = request(...texts.map(user));
        const fitted = fitRequest(whole, limit, count);
        assert.ok(requestTokens(fitted, count) <= limit);
        assert.ok(fitted.messages.every(({ text: each }) => each.isWellFormed()));
        assert.ok(requestTokens(whole, count) <= mostTokens(whole));
      }),
      { numRuns: 30 },
    );
  });
});

describe("a client that fits its model's window", () => {
  /** A service with a window of its own, which refuses what is longer. */
  function service(window: number): { readonly client: ModelClient; readonly sent: number[] } {
    const sent: number[] = [];
    return {
      sent,
      client: {
        complete: (each) => {
          sent.push(mostTokens(each));
          if (mostTokens(each) + each.maxOutputTokens > window) return Promise.reject(new ModelFailure("too_long", "Too long.", "Shorten it."));
          return Promise.resolve({ text: "done", reasoning: "", toolCalls: [], invalidToolCalls: [], usage: NO_USAGE, stop: "end" });
        },
      },
    };
  }
  const call = { signal: new AbortController().signal };

  it("sends what fits the first time", async () => {
    const { client, sent } = service(40_000);
    const fitted = fittedClient(client, { facts: { tokensPerO200k: 1.3 }, window: 10_000, tokenizer: loadTokenizer });
    assert.equal((await fitted.complete(request(user(words(20_000))), call)).text, "done");
    assert.equal(sent.length, 1);
  });

  it("packs more tightly where the service's window is smaller than was believed", async () => {
    const { client, sent } = service(20_000);
    const fitted = fittedClient(client, { facts: { tokensPerO200k: 1 }, window: 10_000_000, tokenizer: loadTokenizer });
    assert.equal((await fitted.complete(request(user(words(9_000))), call)).text, "done");
    assert.ok(sent.length > 1 && (sent.at(-1) ?? 0) < (sent[0] ?? 0));
  });
});
