import assert from "node:assert/strict";
import { LLMock } from "@copilotkit/aimock";
import type { ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import { ModelFailure } from "../../../../engine/models/model-failure.ts";
import { withRetries } from "../../../../engine/models/resilience/retry.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const tool = (name: string) => ({ name, description: name, parameters: { type: "object", properties: { path: { type: "string" } } } });
const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "system", text: "Be brief." }, { role: "user", text: "Look at a.ts." }], tools: [tool("read_file"), tool("list_files")], maxOutputTokens: 1_000 };
const { signal } = new AbortController();
const TEXT = "I look into it, from the first line to the last.";
const usage = { input_tokens: 50, output_tokens: 20, prompt_tokens: 50, completion_tokens: 20 };

async function startService(options: ConstructorParameters<typeof LLMock>[0] = {}): Promise<AsyncDisposable & { readonly url: string; readonly mock: LLMock }> {
  const mock = new LLMock({ port: 0, chunkSize: 4, logLevel: "silent", ...options });
  await mock.start();
  return { mock, url: mock.url, [Symbol.asyncDispose]: () => mock.stop() };
}

for (const { name, connect } of providerScripts) {
  describe(`aimock as ${name}`, () => {
    it("streams reasoning and text, and counts", async () => {
      await using service = await startService();
      service.mock.onMessage("Look", { content: TEXT, reasoning: "Let me see.", usage });
      const deltas: ModelDelta[] = [];
      const answer = await connect(service.url).complete(request, { signal, onDelta: (delta) => deltas.push(delta) });
      const joined = (type: "text" | "reasoning"): string => deltas.map((delta) => (delta.type === type ? delta.text : "")).join("");
      assert.deepEqual([answer.text, answer.reasoning, joined("text"), joined("reasoning"), answer.stop], [TEXT, "Let me see.", TEXT, "Let me see.", "end"]);
      assert.deepEqual([answer.usage.input, answer.usage.output], [50, 20]);
      assert.ok(deltas.length > 10);
    });

    it("calls two tools at once", async () => {
      await using service = await startService();
      service.mock.onMessage("Look", { toolCalls: [{ id: "one", name: "read_file", arguments: '{"path":"a.ts"}' }, { id: "two", name: "list_files", arguments: "{}" }] });
      const { toolCalls, invalidToolCalls, stop } = await connect(service.url).complete(request, { signal });
      assert.deepEqual([toolCalls, invalidToolCalls, stop], [[{ id: "one", name: "read_file", arguments: { path: "a.ts" } }, { id: "two", name: "list_files", arguments: {} }], [], "tool_calls"]);
    });

    it("is never taken at its word when it stops in the middle, wherever that is", async () => {
      for (let kept = 1; kept <= 8; kept += 1) {
        await using service = await startService();
        service.mock.onMessage("Look", { content: TEXT }, { truncateAfterChunks: kept });
        await assert.rejects(connect(service.url).complete(request, { signal }), (error: unknown) => error instanceof ModelFailure && error.retryable, `after ${kept} chunks`);
      }
    });

    for (const [chaos, config] of [["malformed answers", { malformedRate: 1 }], ["broken connections", { disconnectRate: 1 }], ["failures of its own", { dropRate: 1 }], ["too many requests", { rateLimitRate: 1 }]] as const) {
      it(`fails in a way that is worth another try, with ${chaos}`, async () => {
        await using service = await startService({ chaos: config });
        service.mock.onMessage("Look", { content: TEXT });
        await assert.rejects(connect(service.url).complete(request, { signal }), (error: unknown) => error instanceof ModelFailure && error.retryable);
      });
    }

    it("is asked until its answer is whole, and only that one is told", async () => {
      await using service = await startService();
      service.mock.onMessage("Look", { content: TEXT });
      for (const status of [429, 500, 503, 529]) service.mock.nextRequestError(status, { message: "not now" });
      const deltas: ModelDelta[] = [];
      const tried: string[] = [];
      const client = withRetries(connect(service.url), { wait: () => Promise.resolve(), onRetry: ({ failure }) => { tried.push(failure.kind); return Promise.resolve(); } });
      const { text } = await client.complete(request, { signal, onDelta: (delta) => deltas.push(delta) });
      const last = deltas.findLastIndex(({ type }) => type === "restart");
      assert.deepEqual([text, deltas.slice(last + 1).map((delta) => (delta.type === "text" ? delta.text : "")).join("")], [TEXT, TEXT]);
      assert.deepEqual(tried.toSorted(), ["overloaded", "overloaded", "rate_limited", "server"]);
    });
  });
}
