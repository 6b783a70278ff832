import assert from "node:assert/strict";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Socket } from "node:net";
import fc from "fast-check";
import { APIError as AnthropicError } from "@anthropic-ai/sdk";
import { APIError as OpenAiError } from "openai";
import { type FailureKind, ModelFailure } from "../../../../engine/models/model-failure.ts";
import { type CalledModel, toModelFailure } from "../../../../engine/models/resilience/classify.ts";

const openai: CalledModel = { provider: "openai", model: "gpt-4.1", apiKey: "canary-key-0123456789" };
const anthropic: CalledModel = { provider: "anthropic", model: "claude-sonnet-4", apiKey: "canary-key-0123456789" };
const local: CalledModel = { provider: "openai_compatible", model: "qwen3", baseUrl: "http://127.0.0.1:11434/v1" };

const openaiError = (status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Error => OpenAiError.generate(status, { error: body }, undefined, new Headers(headers));
const anthropicError = (status: number, type: string, message: string): Error => AnthropicError.generate(status, { type: "error", error: { type, message } }, undefined, new Headers());

describe("toModelFailure", () => {
  const openaiCases: readonly (readonly [FailureKind, number, Record<string, unknown>])[] = [
    ["rate_limited", 429, { message: "Rate limit reached for gpt-4.1", type: "tokens", code: "rate_limit_exceeded" }],
    ["quota", 429, { message: "You exceeded your current quota, please check your plan and billing details.", type: "insufficient_quota", code: "insufficient_quota" }],
    ["rate_limited", 429, { message: "Rate limit reached for gpt-4.1. You can increase it by adding a payment method at the page account/billing.", type: "requests" }],
    ["too_long", 429, { message: "Request too large for gpt-4.1 on tokens per min (TPM): Limit 30000, Requested 60000. The input or output tokens must be reduced.", type: "tokens", code: "rate_limit_exceeded" }],
    ["quota", 402, { message: "Insufficient credits", code: 402 }],
    ["too_long", 400, { message: "This model's maximum context length is 128000 tokens.", type: "invalid_request_error", code: "context_length_exceeded" }],
    ["too_long", 413, { message: "Payload too large" }],
    ["missing_model", 404, { message: "The model `gpt-9` does not exist or you do not have access to it.", type: "invalid_request_error", code: "model_not_found" }],
    ["missing_model", 404, { message: "model 'qwen3' not found, try pulling it first", type: "api_error" }],
    ["missing_model", 400, { message: "foo/bar is not a valid model ID", code: 400 }],
    ["authentication", 401, { message: "Incorrect API key provided", type: "invalid_request_error", code: "invalid_api_key" }],
    ["authentication", 403, { message: "Country, region, or territory not supported" }],
    ["refused", 400, { message: "Your input was flagged as potentially violating our usage policy.", code: "content_policy_violation" }],
    ["bad_request", 400, { message: "Unsupported value: 'temperature' does not support 0.2 with this model.", type: "invalid_request_error", code: "unsupported_value" }],
    ["bad_request", 422, { message: "Unprocessable" }],
    ["timeout", 408, { message: "Request timeout" }],
    ["conflict", 409, { message: "Conflict" }],
    ["server", 500, { message: "The server had an error while processing your request", type: "server_error" }],
    ["server", 502, { message: "Bad gateway" }],
    ["overloaded", 503, { message: "The engine is currently overloaded" }],
    ["overloaded", 529, { message: "Overloaded" }],
  ];
  for (const [kind, status, body] of openaiCases) {
    it(`takes a ${status} with "${String(body["code"] ?? body["message"])}" for ${kind}`, () => {
      assert.equal(toModelFailure(openaiError(status, body), openai).kind, kind);
    });
  }

  const anthropicCases: readonly (readonly [FailureKind, number, string, string])[] = [
    ["overloaded", 529, "overloaded_error", "Overloaded"],
    ["rate_limited", 429, "rate_limit_error", "This request would exceed your organization's rate limit of 40,000 input tokens per minute"],
    ["too_long", 400, "invalid_request_error", "prompt is too long: 201234 tokens > 200000 maximum"],
    ["too_long", 413, "request_too_large", "Request exceeds the maximum size"],
    ["too_long", 400, "invalid_request_error", "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again"],
    ["bad_request", 400, "invalid_request_error", "max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens for claude-opus-4"],
    ["quota", 400, "invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-12-01."],
    ["quota", 400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."],
    ["authentication", 401, "authentication_error", "invalid x-api-key"],
    ["missing_model", 404, "not_found_error", "model: claude-sonnet-9"],
    ["server", 500, "api_error", "Internal server error"],
    ["bad_request", 400, "invalid_request_error", "messages: roles must alternate"],
  ];
  for (const [kind, status, type, message] of anthropicCases) {
    it(`takes Anthropic's ${status} ${type} "${message.slice(0, 30)}" for ${kind}`, () => {
      assert.equal(toModelFailure(anthropicError(status, type, message), anthropic).kind, kind);
    });
  }

  const streamCases: readonly (readonly [FailureKind, Record<string, unknown>])[] = [
    ["overloaded", { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }],
    ["rate_limited", { message: "Rate limit exceeded", code: 429 }],
    ["rate_limited", { type: "rate_limit_error", message: "slow down" }],
    ["server", { message: "Provider returned error", code: 502 }],
    ["server", { message: "something broke" }],
    ["quota", { type: "insufficient_quota", message: "no more" }],
    ["too_long", { code: "context_length_exceeded", message: "Your input exceeds the context window of this model." }],
  ];
  for (const [kind, body] of streamCases) {
    it(`takes the event ${JSON.stringify(body)} in a stream for ${kind}`, () => {
      assert.equal(toModelFailure(new OpenAiError(undefined, body, undefined, new Headers()), openai).kind, kind);
    });
  }

  for (const [name, body] of [["FastAPI's detail", { detail: "no such thing" }], ["vLLM's flat body", { object: "error", message: "no such thing", code: 400 }], ["Ollama's string", "no such thing"]] as const) {
    it(`repeats what the service said from ${name}`, () => {
      assert.match(toModelFailure(openaiErrorFrom(body), local).message, /no such thing/);
    });
  }

  it("repeats no error page of a proxy", () => {
    const page = OpenAiError.generate(502, undefined, "<!DOCTYPE html><html><body>Bad gateway</body></html>", new Headers());
    assert.deepEqual([toModelFailure(page, local).kind, toModelFailure(page, local).message.includes("<")], ["server", false]);
  });

  const localCases: readonly (readonly [FailureKind, number, string, Record<string, unknown>])[] = [
    ["too_long", 400, "llama.cpp", { message: "the request exceeds the available context size. try increasing the context size or enable context shift", type: "exceed_context_size_error", code: 400 }],
    ["too_long", 400, "vLLM", { message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", type: "BadRequestError", code: 400 }],
    ["overloaded", 503, "llama.cpp", { message: "Loading model", type: "unavailable_error", code: 503 }],
    ["server", 500, "Ollama", { message: "llama runner process has terminated: exit status 2", type: "api_error" }],
    ["bad_request", 400, "OpenAI", { message: "max_tokens is too large: 64000. This model supports at most 16384 completion tokens.", type: "invalid_request_error", param: "max_tokens" }],
    ["refused", 403, "OpenRouter", { message: "Your input was flagged by moderation", code: 403 }],
  ];
  for (const [kind, status, server, body] of localCases) {
    it(`takes ${server}'s ${status} "${String(body["message"]).slice(0, 30)}" for ${kind}`, () => {
      assert.equal(toModelFailure(openaiError(status, body), local).kind, kind);
    });
  }

  it("reads how long to wait from retry-after in seconds", () => {
    assert.equal(toModelFailure(openaiError(429, {}, { "retry-after": "1.5" }), openai).retryAfterMs, 1_500);
  });

  it("prefers retry-after-ms, which is finer", () => {
    assert.equal(toModelFailure(openaiError(429, {}, { "retry-after": "2", "retry-after-ms": "1200" }), openai).retryAfterMs, 1_200);
  });

  it("reads how long to wait from retry-after as a date", () => {
    const now = Date.UTC(2026, 0, 1, 12, 0, 0);
    assert.equal(toModelFailure(openaiError(503, {}, { "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" }), openai, now).retryAfterMs, 30_000);
  });

  it("waits no negative time for a date that has passed", () => {
    assert.equal(toModelFailure(openaiError(503, {}, { "retry-after": "Thu, 01 Jan 2015 12:00:30 GMT" }), openai).retryAfterMs, 0);
  });

  it("knows of no time to wait where the header is nonsense", () => {
    assert.equal(toModelFailure(openaiError(503, {}, { "retry-after": "soon" }), openai).retryAfterMs, undefined);
  });

  it("names model, provider and the variable to set for a refused key", () => {
    const failure = toModelFailure(openaiError(401, { message: "Incorrect API key provided: canary-key-0123456789" }), openai);
    assert.match(`${failure.message} ${failure.remedy}`, /gpt-4\.1 \(openai\).*OPENAI_API_KEY/);
  });

  it("shows no key, whatever the service says", () => {
    fc.assert(
      fc.property(fc.constantFrom(400, 401, 403, 404, 429, 500, undefined), fc.string(), fc.string(), (status, before, after) => {
        const error = new OpenAiError(status, { message: `${before}canary-key-0123456789${after}`, code: `canary-key-0123456789` }, undefined, new Headers({ "x-key": "canary-key-0123456789" }));
        const failure = toModelFailure(error, openai);
        assert.doesNotMatch([failure.message, failure.remedy, failure.stack, String(failure.cause)].join("\n"), /canary-key/);
      }),
    );
  });

  it("shows no part of a key that stands where a long message is cut", () => {
    for (let before = 470; before < 500; before += 1) {
      assert.doesNotMatch(toModelFailure(openaiError(400, { message: `${"x".repeat(before)} canary-key-0123456789` }), openai).message, /cana/);
    }
  });

  it("hides what looks like another key than ours", () => {
    assert.doesNotMatch(toModelFailure(openaiError(400, { message: "upstream refused Bearer sk-proj-abcdefghijklmnop" }), local).message, /abcdefghijklmnop/);
  });

  it("leaves a failure that is one already as it is", () => {
    const failure = new ModelFailure("refused", "no", "none");
    assert.equal(toModelFailure(failure, openai), failure);
  });

  it("takes any value that was thrown", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        assert.ok(toModelFailure(value, openai) instanceof ModelFailure);
      }),
    );
  });

  describe("over real sockets", () => {
    it("says that nothing runs at the address when the connection is refused", async () => {
      const address = await unusedAddress();
      const failure = toModelFailure(await thrownBy(address), { ...local, baseUrl: `${address}/v1` });
      assert.deepEqual([failure.kind, failure.message.includes(`${address}/v1`), failure.remedy], ["connection", true, "Start the server if it does not run, or correct base_url."]);
    });

    it("shows no credentials of a base URL", async () => {
      const address = await unusedAddress();
      const failure = toModelFailure(await thrownBy(address), { ...local, baseUrl: address.replace("//", "//user:hidden-word@") });
      assert.doesNotMatch(failure.message, /hidden-word/);
    });

    it("names a host that does not exist", async () => {
      assert.match(toModelFailure(await thrownBy("http://model.invalid"), { ...local, baseUrl: "http://model.invalid" }).message, /model\.invalid was not found/);
    });

    it("tells plain HTTP from TLS", async () => {
      const failure = await failureAgainst((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), "https");
      assert.deepEqual([failure.kind, failure.retryable, /no secure connection/.test(failure.message)], ["insecure", false, true]);
    });

    it("takes a reset before the answer for a failed connection", async () => {
      assert.equal((await failureAgainst((socket) => socket.resetAndDestroy())).kind, "connection");
    });

    it("takes a reset in the middle of the answer for a cut stream", async () => {
      const server = createServer((_, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write("data: {}\n\n", () => response.destroy());
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const error = await fetch(`http://127.0.0.1:${portOf(server)}`).then((response) => response.text()).catch((thrown: unknown) => thrown);
      server.close();
      assert.equal(toModelFailure(error, local).kind, "cut_stream");
    });
  });
});

function openaiErrorFrom(body: unknown): Error {
  return new OpenAiError(400, body as object, undefined, new Headers());
}

function portOf(server: { readonly address: () => AddressInfo | string | null }): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function unusedAddress(): Promise<string> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${portOf(server)}`;
  await new Promise((resolve) => server.close(resolve));
  return address;
}

async function thrownBy(url: string): Promise<unknown> {
  return fetch(url).then(() => undefined, (error: unknown) => error);
}

async function failureAgainst(serve: (socket: Socket) => void, scheme = "http"): Promise<ModelFailure> {
  const server = createSocketServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => { serve(socket); });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `${scheme}://127.0.0.1:${portOf(server)}`;
  const error = await thrownBy(baseUrl);
  server.close();
  return toModelFailure(error, { ...local, baseUrl });
}
