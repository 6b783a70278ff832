import type { Provider } from "../protocol/words.ts";

/** The architecture document's names, and what the services call the models. Any other name passes through. */
const services: Readonly<Partial<Record<Provider, Readonly<Record<string, string>>>>> = {
  meta: { "llama-4-scout": "Llama-4-Scout-17B-16E-Instruct-FP8", "llama-4-maverick": "Llama-4-Maverick-17B-128E-Instruct-FP8" },
  anthropic: { "claude-sonnet-4": "claude-sonnet-4-20250514", "claude-opus-4": "claude-opus-4-20250514" },
  openai: { "gpt-o4-mini": "o4-mini" },
};

/** The service's name of a model. */
export function modelId(name: string, provider: Provider): string {
  return Object.entries(services[provider] ?? {}).find(([known]) => known === name.toLowerCase())?.[1] ?? name;
}

const families: readonly (readonly [RegExp, string])[] = [
  [/llama[-_]?4[-_]?scout/i, "Llama Scout"],
  [/llama[-_]?4[-_]?maverick/i, "Llama Maverick"],
  [/claude[-_]?sonnet/i, "Claude Sonnet"],
  [/claude[-_]?opus/i, "Claude Opus"],
  [/claude[-_]?haiku/i, "Claude Haiku"],
];

/** A model's name as people say it: `Llama Scout`, `Claude Sonnet`, `GPT 4.1`, `o4-mini`. */
export function displayName(model: string): string {
  const family = families.find(([pattern]) => pattern.test(model))?.[1];
  if (family !== undefined) return family;
  const undated = model.replace(/-\d{4}-\d{2}-\d{2}$/, "").replace(/^gpt-o/, "o");
  return undated.replace(/^gpt-/i, "GPT ");
}
