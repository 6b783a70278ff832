import assert from "node:assert/strict";
import { loadConfiguration } from "../../../engine/configuration/load.ts";
import { bindRoles } from "../../../engine/models/bind-roles.ts";
import { type EditorModels, noEditorModels } from "../../../engine/models/editor-models.ts";
import { keysFrom } from "../../../engine/models/keys.ts";
import { type ModelClient, NO_USAGE } from "../../../engine/models/model-client.ts";
import type { RoleBindings } from "../../../engine/models/roles.ts";
import { roleSchema } from "../../../engine/protocol/words.ts";

const client: ModelClient = { complete: () => Promise.resolve({ text: "hi", reasoning: "", toolCalls: [], invalidToolCalls: [], usage: NO_USAGE, stop: "end" }) };

interface Given {
  readonly values?: unknown;
  readonly keys?: Readonly<Record<string, string>>;
  readonly editorModels?: EditorModels;
  readonly mayAsk?: boolean;
}

async function bind({ values = {}, keys = {}, editorModels = noEditorModels, mayAsk = true }: Given): Promise<RoleBindings> {
  const { configuration } = await loadConfiguration({ home: "/no/such/folder", root: undefined, trusted: true, layers: [{ name: "test", values }] });
  return bindRoles({ configuration, readKey: keysFrom(keys), editorModels, mayAsk, repository: { list: () => Promise.resolve([]), read: () => Promise.resolve(null) } });
}
const names = (bindings: RoleBindings): readonly string[] => roleSchema.options.map((role) => bindings.get(role)?.candidates[0].model ?? "none");
const all = (bindings: RoleBindings, role: "reasoning_engine" | "code_generator"): readonly string[] => bindings.get(role)?.candidates.map(({ model }) => model) ?? [];
const scout = "Llama-4-Scout-17B-16E-Instruct-FP8";
const sonnet = "claude-sonnet-4-20250514";

describe("who holds a role", () => {
  it("is the architecture document's model, where all keys are found", async () => {
    assert.deepEqual(names(await bind({ keys: { LLAMA_API_KEY: "a", ANTHROPIC_API_KEY: "b", OPENAI_API_KEY: "c" } })), [scout, sonnet, "gpt-4.1"]);
  });

  it("is whoever can do it, where only some keys are found", async () => {
    assert.deepEqual(names(await bind({ keys: { ANTHROPIC_API_KEY: "b" } })), [sonnet, sonnet, sonnet]);
    assert.deepEqual(names(await bind({ keys: { OPENAI_API_KEY: "c" } })), ["gpt-4.1", "o4-mini", "gpt-4.1"]);
  });

  it("is the embedded engine, where there is nothing", async () => {
    const bindings = await bind({ keys: { OPENAI_API_KEY: " " } });
    assert.deepEqual([names(bindings), bindings.get("code_generator")?.origin], [["refactoring-engine", "refactoring-engine", "refactoring-engine"], "default"]);
  });

  it("is the editor's model, where there is no key and the user allows it, asked at most once for all roles", async () => {
    let asked = 0;
    const editorModels: EditorModels = { list: () => Promise.resolve([{ id: "e", name: "E", window: 8_000, client }]), allowed: (ask) => { asked += ask ? 1 : 0; return Promise.resolve(true); } };
    assert.deepEqual(names(await bind({ editorModels })), ["e", "e", "e"]);
    assert.equal(asked, 3); // the editor's side remembers the first answer
    assert.deepEqual(names(await bind({ editorModels, keys: { OPENAI_API_KEY: "c" } })), ["gpt-4.1", "o4-mini", "gpt-4.1"]);
  });

  it("asks nothing for a mere list", async () => {
    let asked = false;
    await bind({ mayAsk: false, editorModels: { list: () => Promise.resolve([]), allowed: (ask) => { asked ||= ask; return Promise.resolve(false); } } });
    assert.equal(asked, false);
  });

  it("is the configured model, then what its provider offers in its place, then the fallbacks in order", async () => {
    const bindings = await bind({ keys: { ANTHROPIC_API_KEY: "b" }, values: { models: { reasoning_engine: { provider: "anthropic", model: "claude-sonnet-4", fallback: [{ provider: "openai", model: "gpt-o4-mini" }, { provider: "embedded" }] } } } });
    assert.deepEqual(all(bindings, "reasoning_engine"), [sonnet, "claude-sonnet-5-5", "o4-mini", "refactoring-engine"]);
    assert.deepEqual(all(bindings, "code_generator"), [sonnet, "claude-sonnet-5-5"]);
  });

  it("with a configured model whose key is missing fails as that, by its variable's name", async () => {
    const bindings = await bind({ values: { models: { code_generator: { provider: "openai", model: "gpt-4.1" } } } });
    const first = bindings.get("code_generator")?.candidates[0] ?? assert.fail();
    assert.deepEqual([first.keyName, first.hasKey], ["OPENAI_API_KEY", false]);
    await assert.rejects(first.client.complete({ subject: { stage: "plan", request: "r", relevant: [] }, messages: [], tools: [], maxOutputTokens: 1 }, { signal: new AbortController().signal }), { kind: "authentication", message: "There is no key for gpt-4.1: OPENAI_API_KEY is not set." });
  });

  it("reads its key from the variable that is configured, and needs none on a server of the user's own", async () => {
    const bindings = await bind({ keys: { MINE: "k" }, values: { models: { code_generator: { provider: "openai", model: "m", api_key_env: "MINE" }, reasoning_engine: { provider: "openai_compatible", model: "q", base_url: "http://localhost:1/v1" } } } });
    assert.deepEqual([bindings.get("code_generator")?.candidates[0].hasKey, bindings.get("reasoning_engine")?.candidates[0].keyName], [true, undefined]);
  });

  it("has the window and the limits that are configured, else what is known of the model", async () => {
    const bindings = await bind({ keys: { OPENAI_API_KEY: "c" }, values: { models: { code_generator: { provider: "openai", model: "gpt-4.1", max_tokens: 50_000, max_output_tokens: 2_000, temperature: 0.3, reasoning_effort: "low" } } } });
    const { window, maxOutputTokens, temperature, reasoningEffort } = bindings.get("code_generator")?.candidates[0] ?? assert.fail();
    assert.deepEqual([window, maxOutputTokens, temperature, reasoningEffort], [50_000, 2_000, 0.3, "low"]);
    assert.equal(bindings.get("reasoning_engine")?.candidates[0].window, 200_000);
  });

  it("costs what the user says it costs, by its own name or the document's", async () => {
    const prices = [{ model: "gpt-4.1", input: 1, output: 2 }, { provider: "openai", model: "gpt-o4-mini", input: 3, cached_input: 0.1, output: 4 }];
    const bindings = await bind({ keys: { OPENAI_API_KEY: "c" }, values: { prices } });
    assert.deepEqual(bindings.get("code_generator")?.candidates[0].facts.price, { input: 1, cachedInput: 1, cacheWrite: 1, output: 2 });
    assert.deepEqual(bindings.get("reasoning_engine")?.candidates[0].facts.price, { input: 3, cachedInput: 0.1, cacheWrite: 3, output: 4 });
  });
});
