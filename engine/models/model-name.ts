import { type Provider, providerSchema, type Role } from "../protocol/words.ts";

/** A provider and its model, by the names of the architecture document. */
export interface ModelName {
  readonly provider: Provider;
  readonly model: string;
}

const scout: ModelName = { provider: "meta", model: "llama-4-scout" };
const sonnet: ModelName = { provider: "anthropic", model: "claude-sonnet-4" };
const o4mini: ModelName = { provider: "openai", model: "gpt-o4-mini" };
const gpt: ModelName = { provider: "openai", model: "gpt-4.1" };

/** Who holds a role where only keys were found: the architecture document's choice first, then whoever else can do it. */
export const defaultModels: Readonly<Record<Role, readonly ModelName[]>> = {
  context_analyzer: [scout, gpt, sonnet],
  reasoning_engine: [sonnet, o4mini, scout],
  code_generator: [gpt, sonnet, scout],
};

/** Reads `anthropic:claude-sonnet-4`, the one-line form of settings and flags; undefined where it is not of that form. */
export function parseModelName(text: string): ModelName | undefined {
  const [name = "", ...rest] = text.trim().split(":");
  const provider = providerSchema.options.find((each) => each === name.trim().replaceAll("-", "_"));
  const model = rest.join(":").trim();
  if (provider === "embedded") return { provider, model: model === "" ? "refactoring-engine" : model };
  return provider === undefined || model === "" ? undefined : { provider, model };
}

export function formatModelName({ provider, model }: ModelName): string {
  return `${provider}:${model}`;
}
