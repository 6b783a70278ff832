import assert from "node:assert/strict";
import type { CompletionRequest } from "../../../engine/agent-api/completion.ts";
import { createBudget } from "../../../engine/budget/budget.ts";
import { costOf } from "../../../engine/budget/cost.ts";
import { modelFacts } from "../../../engine/models/catalog.ts";
import type { ModelFailure } from "../../../engine/models/model-failure.ts";
import { createAnthropicClient } from "../../../engine/models/providers/anthropic.ts";
import { createOpenAiClient } from "../../../engine/models/providers/openai-responses.ts";
import { createRoleClient, type RoleClient } from "../../../engine/models/role-client.ts";
import type { Candidate } from "../../../engine/models/roles.ts";
import type { EventBody, TaskEvent } from "../../../engine/protocol/event.ts";
import { totalCost } from "../../../engine/protocol/model-view.ts";
import { PICODOLLARS } from "../../../engine/protocol/money.ts";
import { emptyTaskView, foldEvent, type TaskView } from "../../../engine/protocol/task-view.ts";
import { type Answer, begin, refuses, startModelServer, streams, wireText } from "../../support/model-server.ts";
import { KEY, providerScripts } from "../../support/provider-scripts.ts";

const script = (name: string) => providerScripts.find((each) => each.name === name) ?? assert.fail(name);
const plan: CompletionRequest = { role: "reasoning_engine", subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Plan it." }], tools: [] };
const signal = new AbortController().signal;
const good = JSON.stringify({ steps: [{ id: "1", title: "Do it", kind: "code_modification", files: ["a.ts"] }] });

const facts = (provider: "anthropic" | "openai", model: string): Pick<Candidate, "provider" | "model" | "facts" | "window" | "maxOutputTokens" | "temperature" | "reasoningEffort" | "keyName" | "hasKey"> => ({
  provider,
  model,
  facts: modelFacts(provider, model),
  window: 200_000,
  maxOutputTokens: 1_000,
  temperature: undefined,
  reasoningEffort: undefined,
  keyName: undefined,
  hasKey: true,
});
const sonnet = (url: string): Candidate => ({ ...facts("anthropic", "claude-sonnet-4-20250514"), client: createAnthropicClient({ provider: "anthropic", model: "claude-sonnet-4-20250514", apiKey: KEY, baseUrl: url }) });
const o4mini = (url: string): Candidate => ({ ...facts("openai", "o4-mini"), client: createOpenAiClient({ provider: "openai", model: "o4-mini", apiKey: KEY, baseUrl: url }) });

interface Role {
  readonly client: RoleClient;
  readonly events: EventBody[];
  readonly view: () => TaskView;
}

function role(candidates: readonly [Candidate, ...Candidate[]], { maxCost, instructions = "" }: { readonly maxCost?: number; readonly instructions?: string } = {}): Role {
  const events: EventBody[] = [];
  const budget = createBudget(maxCost === undefined ? undefined : maxCost * PICODOLLARS);
  const client = createRoleClient({ role: "reasoning_engine", candidates, origin: "configured" }, { budget, instructions, emit: (event) => { events.push(event); return Promise.resolve(); } });
  return { client, events, view: () => events.map((event, seq): TaskEvent => ({ ...event, seq, time: "2026-01-01T00:00:00Z" })).reduce(foldEvent, emptyTaskView) };
}

/** Answers in turn; the last one again and again. */
const inTurn = (...answers: readonly Answer[]): Answer => (response, heard, call) => (answers[Math.min(call, answers.length - 1)] ?? assert.fail())(response, heard, call);
const says = (name: string, text: string): Answer => streams(script(name).hello(text));
const cut: Answer = (response) => {
  begin(response);
  response.end(script("anthropic").turn.slice(0, 4).map(wireText).join(""));
};

describe("a role's model, over a real socket", () => {
  it("gives its structured answer, and the log who was called and what it cost", async () => {
    await using server = await startModelServer(says("anthropic", good));
    const { client, events } = role([sonnet(server.url)]);
    assert.equal((await client.complete(plan, signal)).plan?.steps[0]?.title, "Do it");
    assert.deepEqual(events.map(({ type }) => type), ["model_call_started", "model_call_finished"]);
  });

  it("survives too many requests, a reset, a cut stream and an overload, and takes only the whole answer", async () => {
    await using server = await startModelServer(inTurn(refuses(429, {}, { "retry-after-ms": "1" }), (response) => void response.destroy(), cut, refuses(529, {}, { "retry-after-ms": "1" }), says("anthropic", good)));
    const { client, events, view } = role([sonnet(server.url)]);
    assert.equal((await client.complete(plan, signal)).plan?.steps.length, 1);
    const types = events.map(({ type }) => type);
    assert.deepEqual([types.filter((type) => type === "model_call_retried").length, types.filter((type) => type === "model_call_failed").length, types.at(-1)], [4, 4, "model_call_finished"]);
    // The answer that broke off had been counted, too; the other three calls never began.
    assert.equal(view().models.spending[0]?.calls, 2);
  }).timeout(60_000);

  it("costs also what its provider had counted of an answer that broke off", async () => {
    await using server = await startModelServer(inTurn(cut, says("anthropic", good)));
    const { client, events, view } = role([sonnet(server.url)]);
    await client.complete(plan, signal);
    const [failed] = events.filter((event) => event.type === "model_call_failed");
    const [finished] = events.filter((event) => event.type === "model_call_finished");
    assert.ok(failed?.usage !== undefined && failed.usage.input > 0 && failed.cost !== undefined && failed.cost !== null && failed.cost > 0);
    assert.equal(totalCost(view().models.spending).cost, failed.cost + (finished?.cost ?? 0));
    assert.equal(view().models.spending[0]?.input, failed.usage.input + (finished?.usage.input ?? 0));
  }).timeout(60_000);

  it("is replaced when it is gone, and the user sees why and by whom", async () => {
    await using gone = await startModelServer(refuses(404, { error: { type: "not_found_error", message: "model: claude-sonnet-4-20250514" } }));
    await using there = await startModelServer(says("openai", good));
    const { client, view } = role([sonnet(gone.url), o4mini(there.url)]);
    assert.equal((await client.complete(plan, signal)).plan?.steps.length, 1);
    assert.match(view().warnings[0] ?? "", /^claude-sonnet-4-20250514 failed \(.*404.*\), so o4-mini takes its place\.$/);
  });

  it("ends with one clear error when nobody answers, naming all that was tried", async () => {
    await using gone = await startModelServer(refuses(404, {}));
    await using broke = await startModelServer(refuses(429, { error: { code: "insufficient_quota" } }));
    await assert.rejects(role([sonnet(gone.url), o4mini(broke.url)]).client.complete(plan, signal), (error: ModelFailure) => /claude-sonnet-4-20250514 \(anthropic\).*o4-mini \(openai\)/.test(error.message));
  });

  it("is asked once more when its answer does not have the form that was asked for", async () => {
    await using server = await startModelServer(inTurn(says("anthropic", "Sure! I will do it."), says("anthropic", good)));
    const { client } = role([sonnet(server.url)]);
    assert.equal((await client.complete(plan, signal)).plan?.steps.length, 1);
    assert.match(JSON.stringify(server.heard[1]?.body), /does not have the form that was asked for/);
  });

  it("fails clearly when its answer has the wrong form twice", async () => {
    await using server = await startModelServer(says("anthropic", "No."));
    await assert.rejects(role([sonnet(server.url)]).client.complete(plan, signal), { kind: "malformed" });
    assert.equal(server.heard.length, 2);
  });

  it("is told the user's standing instructions with every call", async () => {
    await using server = await startModelServer(says("anthropic", good));
    await role([sonnet(server.url)], { instructions: "Always use tabs." }).client.complete(plan, signal);
    assert.match(JSON.stringify(server.heard[0]?.body), /Always use tabs\./);
  });

  it("costs exactly what its provider's usage records say", async () => {
    const { usage, turn } = script("anthropic");
    await using server = await startModelServer(streams(turn));
    const { client, view } = role([sonnet(server.url)]);
    const step = { id: "1", title: "t", kind: "code_generation" as const, files: [] };
    const tools = ["read_file", "list_files"].map((name) => ({ name, description: name, parameters: { type: "object" } }));
    for (let call = 0; call < 3; call += 1) await client.complete({ ...plan, subject: { stage: "implement", request: "r", step }, tools }, signal);
    const price = modelFacts("anthropic", "claude-sonnet-4-20250514").price ?? assert.fail();
    assert.deepEqual(totalCost(view().models.spending), { cost: 3 * costOf(usage, price), exact: true });
    assert.equal(3 * costOf(usage, price), 3 * (40 * 3 + 50 * 0.3 + 10 * 3.75 + 30 * 15) * 1e6);
  });

  it("is not called when the call might pass the limit", async () => {
    await using server = await startModelServer(says("anthropic", good));
    await assert.rejects(role([sonnet(server.url)], { maxCost: 0.001 }).client.complete(plan, signal), /may cost up to .* it would pass max_cost, \$0\.0010/);
    assert.equal(server.heard.length, 0);
  });

  it("is not called again where the answers without a record may have used the limit up", async () => {
    const unrecorded = script("openai").hello(good).map(({ event, data }) => wireText({ ...(event === undefined ? {} : { event }), data: JSON.parse(JSON.stringify(data, (key: string, value: unknown) => (key === "usage" ? undefined : value))) })).join("");
    await using server = await startModelServer((response) => {
      begin(response);
      response.end(unrecorded);
    });
    const { client } = role([o4mini(server.url)], { maxCost: 0.01 });
    await client.complete(plan, signal);
    await client.complete(plan, signal);
    await assert.rejects(client.complete(plan, signal), { kind: "over_budget" });
    assert.equal(server.heard.length, 2);
  });

  it("is not called again where answers that broke off may have used the limit up", async () => {
    for (const [name, candidate] of [["openai", o4mini], ["anthropic", sonnet]] as const) {
      await using server = await startModelServer((response) => {
        begin(response);
        response.end(script(name).turn.slice(0, -script(name).endsWith).map(wireText).join(""));
      });
      const { client } = role([candidate(server.url)], { maxCost: name === "openai" ? 0.01 : 0.035 });
      await assert.rejects(client.complete(plan, signal), { kind: "over_budget" });
      assert.equal(server.heard.length, 2);
    }
  });

  it("is packed to its window, not refused", async () => {
    await using server = await startModelServer(says("anthropic", good));
    const { client } = role([{ ...sonnet(server.url), window: 4_000 }]);
    await client.complete({ ...plan, messages: [{ role: "user", text: `FIRST ${"many words ".repeat(20_000)} LAST` }] }, signal);
    const sent = JSON.stringify(server.heard[0]?.body);
    assert.ok(sent.length < 20_000 && sent.includes("FIRST") && sent.includes("LAST") && sent.includes("left out to fit"));
  });

  it("stops at once when the task is canceled", async () => {
    const controller = new AbortController();
    await using server = await startModelServer(async (response) => {
      begin(response);
      response.write(script("anthropic").turn.slice(0, 5).map(wireText).join(""));
      controller.abort(new Error("canceled"));
      await new Promise((resolve) => response.on("close", resolve));
    });
    await assert.rejects(role([sonnet(server.url)]).client.complete(plan, controller.signal), { message: "canceled" });
    assert.equal(server.heard.length, 1);
  });

  it("shows what it says and thinks while it answers, but not the data of a structured answer", async () => {
    await using server = await startModelServer(streams(script("anthropic").turn));
    const { client, events } = role([sonnet(server.url)]);
    const step = { id: "1", title: "t", kind: "code_generation" as const, files: [] };
    const tools = ["read_file", "list_files"].map((name) => ({ name, description: name, parameters: { type: "object" } }));
    await client.complete({ ...plan, subject: { stage: "implement", request: "r", step }, tools }, signal);
    const said = events.flatMap((event) => (event.type === "model_output" ? [`${event.kind}: ${event.text}`] : []));
    assert.deepEqual(said, ["reasoning: Let me see.", "text: I look into it."]);
    await using structured = await startModelServer(says("anthropic", good));
    const other = role([sonnet(structured.url)]);
    await other.client.complete(plan, signal);
    assert.ok(other.events.every(({ type }) => type !== "model_output"));
  });
});
