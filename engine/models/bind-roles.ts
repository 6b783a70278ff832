import { modelId } from "../configuration/model-names.ts";
import type { Configuration, ModelConfiguration } from "../configuration/schema.ts";
import type { Role } from "../protocol/words.ts";
import { roleSchema } from "../protocol/words.ts";
import { type ModelFacts, modelFacts, type Price } from "./catalog.ts";
import { defaultModels } from "./model-name.ts";
import type { EditorModel, EditorModels } from "./editor-models.ts";
import { createEmbeddedClient, EMBEDDED_MODEL } from "./embedded/client.ts";
import type { RepositoryView } from "./embedded/repository-view.ts";
import { keyNameOf, type ReadKey } from "./keys.ts";
import type { ModelClient } from "./model-client.ts";
import { ModelFailure } from "./model-failure.ts";
import { lazyClient } from "./providers/lazy-client.ts";
import type { Candidate, RoleBinding, RoleBindings } from "./roles.ts";

export interface BindOptions {
  readonly configuration: Configuration;
  readonly readKey: ReadKey;
  readonly editorModels: EditorModels;
  /** Whether the user may be asked something; a mere list of models asks nothing. */
  readonly mayAsk: boolean;
  /** What the embedded engine sees. */
  readonly repository: RepositoryView;
}

/** Tokens that an answer may have where nothing says otherwise. */
const OUTPUT = 16_000;

/**
 * Who holds each role: the configured model with its fallbacks; where none is configured the models whose keys are found, else the editor's,
 * else the embedded engine.
 */
export async function bindRoles(options: BindOptions): Promise<RoleBindings> {
  const bindings = new Map<Role, RoleBinding>();
  // One after the other: the user may be asked, once.
  for (const role of roleSchema.options) bindings.set(role, await bindRole(role, options));
  return bindings;
}

async function bindRole(role: Role, options: BindOptions): Promise<RoleBinding> {
  const configured = options.configuration.models[role];
  if (configured !== undefined) {
    const first = await candidate(configured, options);
    const others = await Promise.all([...successors(first), ...configured.fallback].map((each) => candidate(each, options)));
    return { role, candidates: [first, ...others], origin: "configured" };
  }
  const known = await Promise.all(defaultModels[role].map((each) => candidate(each, options)));
  const [first, ...others] = known.filter((each) => each.hasKey);
  if (first !== undefined) {
    const next = await Promise.all(successors(first).map((each) => candidate(each, options)));
    return { role, candidates: [first, ...next, ...others], origin: "key" };
  }
  const [model, ...models] = (await defaultEditorModels(options)).map(editorCandidate);
  if (model !== undefined) return { role, candidates: [model, ...models], origin: "editor" };
  return { role, candidates: [embeddedCandidate(options)], origin: "default" };
}

async function defaultEditorModels({ editorModels, mayAsk }: BindOptions): Promise<readonly EditorModel[]> {
  return (await editorModels.allowed(mayAsk)) ? editorModels.list() : [];
}

/** What the provider itself offers in place of a model that it may have retired. */
function successors({ provider, facts }: Candidate): readonly ModelConfiguration[] {
  return facts.successor === undefined ? [] : [{ provider, model: facts.successor, fallback: [] }];
}

async function candidate(wanted: Pick<ModelConfiguration, "provider" | "model"> & Partial<ModelConfiguration>, options: BindOptions): Promise<Candidate> {
  const { provider } = wanted;
  if (provider === "embedded") return embeddedCandidate(options);
  if (provider === "vscode") {
    const offered = await options.editorModels.list();
    return editorCandidate(offered.find(({ id, name }) => id === wanted.model || name === wanted.model) ?? missingEditorModel(wanted.model));
  }
  const model = modelId(wanted.model, provider);
  const facts = modelFacts(provider, model);
  const window = wanted.max_tokens ?? facts.window;
  const keyName = keyNameOf(provider, wanted.api_key_env);
  const key = keyName === undefined ? undefined : await options.readKey(keyName);
  const endpoint = { provider, model, ...(key === undefined ? {} : { apiKey: key }), ...(wanted.base_url === undefined ? {} : { baseUrl: wanted.base_url }) };
  const needed = keyName !== undefined && key === undefined ? keyName : undefined;
  return {
    provider,
    model,
    facts: { ...facts, price: overriddenPrice(options.configuration.prices, provider, model) ?? facts.price },
    window,
    maxOutputTokens: Math.min(wanted.max_output_tokens ?? OUTPUT, facts.maxOutput, Math.ceil(window / 2)),
    temperature: wanted.temperature,
    reasoningEffort: wanted.reasoning_effort,
    keyName,
    hasKey: needed === undefined,
    client: needed === undefined ? lazyClient(endpoint) : withoutKey(model, needed),
  };
}

function overriddenPrice(prices: Configuration["prices"], provider: string, model: string): Price | undefined {
  const found = prices.find((each) => (each.provider === undefined || each.provider === provider) && (each.model === model || modelId(each.model, each.provider ?? "openai_compatible") === model));
  if (found === undefined) return undefined;
  return { input: found.input, output: found.output, cachedInput: found.cached_input ?? found.input, cacheWrite: found.cache_write ?? found.input };
}

function embeddedCandidate({ repository }: BindOptions): Candidate {
  const facts = modelFacts("embedded", EMBEDDED_MODEL);
  return { ...plain(facts), provider: "embedded", model: EMBEDDED_MODEL, maxOutputTokens: OUTPUT, window: facts.window, client: createEmbeddedClient(repository) };
}

function editorCandidate({ id, window, client }: EditorModel): Candidate {
  const facts = modelFacts("vscode", id);
  return { ...plain(facts), provider: "vscode", model: id, window, maxOutputTokens: Math.min(OUTPUT, Math.ceil(window / 2)), client };
}

function plain(facts: ModelFacts): Pick<Candidate, "facts" | "temperature" | "reasoningEffort" | "keyName" | "hasKey"> {
  return { facts, temperature: undefined, reasoningEffort: undefined, keyName: undefined, hasKey: true };
}

function withoutKey(model: string, name: string): ModelClient {
  return failing(() => new ModelFailure("authentication", `There is no key for ${model}: ${name} is not set.`, `Set ${name} in the environment, or in VS Code run "Unified DGM: Set API Key".`));
}

function missingEditorModel(model: string): EditorModel {
  const client = failing(() => new ModelFailure("missing_model", `The editor offers no language model named ${model}, or was not allowed to share it.`, "Choose another model for this role."));
  return { id: model, name: model, window: modelFacts("vscode", model).window, client };
}

function failing(failure: () => ModelFailure): ModelClient {
  return { complete: () => Promise.reject(failure()) };
}
