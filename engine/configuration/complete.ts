import { roleSchema } from "../protocol/words.ts";
import type { Configuration, ConfigurationFile, ModelConfiguration, ModelEntry } from "./schema.ts";

/** Bytes of the project's AGENTS.md files together, as in Codex. */
const INSTRUCTIONS = 32_768;

/** Puts the defaults in. What names half a model is told to `incomplete` and left out. */
export function completeConfiguration(file: ConfigurationFile, incomplete: (path: string) => void): Configuration {
  const models: Partial<Record<keyof Configuration["models"], ModelConfiguration>> = {};
  for (const role of roleSchema.options) {
    const entry = file.models?.[role];
    const model = entry === undefined ? undefined : completeModel(entry, `models.${role}`, incomplete);
    if (model !== undefined) models[role] = model;
  }
  const { security = {}, dgm = {} } = file;
  return {
    models,
    security: { ...security, sandbox_mode: security.sandbox_mode ?? "auto", network_enabled: security.network_enabled ?? false },
    dgm: { evolution_enabled: dgm.evolution_enabled ?? true, test_before_merge: dgm.test_before_merge ?? true, benchmark_suite: dgm.benchmark_suite ?? "starter", workers: dgm.workers ?? 1 },
    approval_mode: file.approval_mode ?? "suggest",
    ...(file.max_cost === undefined ? {} : { max_cost: file.max_cost }),
    prices: file.prices ?? [],
    instructions: { max_bytes: file.instructions?.max_bytes ?? INSTRUCTIONS },
  };
}

function completeModel(entry: ModelEntry, path: string, incomplete: (path: string) => void): ModelConfiguration | undefined {
  const { provider, model = provider === "embedded" ? "refactoring-engine" : undefined, fallback = [], ...rest } = entry;
  if (provider === undefined || model === undefined || (provider === "openai_compatible" && rest.base_url === undefined)) {
    incomplete(path);
    return undefined;
  }
  const next = [fallback].flat().map((each, index) => completeModel(withAddress(each, entry), `${path}.fallback.${index}`, incomplete));
  return { ...rest, provider, model, fallback: next.filter((each) => each !== undefined) };
}

/** A fallback at the same provider speaks to the same address with the same key, unless it says otherwise. */
function withAddress(fallback: ModelEntry, { provider, base_url: baseUrl, api_key_env: keyName }: ModelEntry): ModelEntry {
  if (fallback.provider !== undefined && fallback.provider !== provider) return fallback;
  return { ...(provider === undefined ? {} : { provider }), ...(baseUrl === undefined ? {} : { base_url: baseUrl }), ...(keyName === undefined ? {} : { api_key_env: keyName }), ...fallback };
}
