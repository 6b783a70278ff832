import assert from "node:assert/strict";
import { refactoringTools } from "../../../../agent/tools/schemas.ts";
import type { ToolCall } from "../../../../engine/agent-api/completion.ts";
import { type ModelAnswer, type ModelClient, type ModelRequest, NO_USAGE } from "../../../../engine/models/model-client.ts";
import { withToolRepair } from "../../../../engine/models/resilience/tool-repair.ts";
import { startModelServer, streams } from "../../../support/model-server.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const { signal } = new AbortController();
const request = (tools: ModelRequest["tools"]): ModelRequest => ({ subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools, maxOutputTokens: 1_000 });
const answer = (more: Partial<ModelAnswer>): ModelAnswer => ({ text: "", reasoning: "", toolCalls: [], invalidToolCalls: [], usage: NO_USAGE, stop: "tool_calls", ...more });

/** How often a model is asked that gives this answer first and then only words. */
async function asked(first: ModelAnswer, tools: ModelRequest["tools"]): Promise<number> {
  let calls = 0;
  const client: ModelClient = { complete: () => Promise.resolve((calls += 1) === 1 ? first : answer({ stop: "end" })) };
  await withToolRepair(client).complete(request(tools), { signal });
  return calls;
}

describe("a call of the agent's own tools", () => {
  const cases: readonly (readonly [string, ToolCall["arguments"], boolean])[] = [
    ["rename_symbol", { from: "a", to: "b" }, true],
    ["rename_symbol", { from: "a", to: "b", path: "src/a.ts" }, true],
    ["rename_symbol", { from: "a" }, false],
    ["rename_symbol", { from: "a", to: "b", force: true }, false],
    ["organize_imports", {}, true],
    ["organize_imports", { paths: ["src"] }, true],
    ["organize_imports", { paths: "src" }, false],
    ["organize_imports", { paths: [1] }, false],
    ["structural_replace", { pattern: "$A", replacement: "$A" }, true],
  ];
  for (const [name, given, fits] of cases) {
    it(`${fits ? "is made" : "goes back"} with ${name}(${JSON.stringify(given)})`, async () => {
      assert.equal(await asked(answer({ toolCalls: [{ id: "1", name, arguments: given }] }), refactoringTools), fits ? 1 : 2);
    });
  }
});

describe("a tool call", () => {
  for (const parameters of [{ type: "object", if: {}, then: {} }, { $ref: "#/nowhere" }, { type: "object", properties: { a: { type: "string", pattern: "(" } } }, { type: "frob" }]) {
    it(`is made where its schema cannot be read: ${JSON.stringify(parameters)}`, async () => {
      assert.equal(await asked(answer({ toolCalls: [{ id: "1", name: "t", arguments: { a: 1 } }] }), [{ name: "t", description: "", parameters }]), 1);
    });
  }

  it("does not go back when the output limit cut it: it would be cut again", async () => {
    assert.equal(await asked(answer({ stop: "length", invalidToolCalls: [{ id: "1", name: "t", text: '{"a":', reason: "cut" }] }), [{ name: "t", description: "", parameters: {} }]), 1);
  });
});

for (const { name, connect, badArguments, hello } of providerScripts) {
  it(`a tool call of ${name} whose arguments are no JSON goes back over the wire, with an error for it and a word for its neighbor`, async () => {
    await using server = await startModelServer((response, heard, call) => streams(call === 0 ? badArguments : hello("I am sorry."))(response, heard, call));
    const tools = ["read_file", "list_files"].map((each) => ({ name: each, description: each, parameters: { type: "object" } }));
    const { text, usage } = await withToolRepair(connect(server.url)).complete(request(tools), { signal });
    const second = JSON.stringify(server.heard[1]?.body);
    assert.ok(text === "I am sorry." && second.includes("Error: The arguments are no JSON object.") && second.includes("Not run, because another call of this turn was wrong."));
    assert.equal(usage.input, 200);
  });
}
