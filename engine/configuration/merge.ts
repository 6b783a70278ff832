import { roleSchema } from "../protocol/words.ts";
import type { ConfigurationFile, ModelEntry } from "./schema.ts";

/** One configuration over another, key by key; lists are replaced as a whole. */
export function mergeConfigurations(under: ConfigurationFile, over: ConfigurationFile): ConfigurationFile {
  const { models, security, dgm, instructions } = over;
  return {
    ...under,
    ...over,
    ...(under.models === undefined && models === undefined ? {} : { models: mergeModels(under.models, models) }),
    ...(under.security === undefined && security === undefined ? {} : { security: { ...under.security, ...security } }),
    ...(under.dgm === undefined && dgm === undefined ? {} : { dgm: { ...under.dgm, ...dgm } }),
    ...(under.instructions === undefined && instructions === undefined ? {} : { instructions: { ...under.instructions, ...instructions } }),
  };
}

function mergeModels(under: ConfigurationFile["models"] = {}, over: ConfigurationFile["models"] = {}): NonNullable<ConfigurationFile["models"]> {
  const merged = { ...under };
  for (const role of roleSchema.options) {
    const entry = over[role];
    if (entry !== undefined) merged[role] = mergeModel(under[role], entry);
  }
  return merged;
}

/** Another model keeps nothing of the one before but its provider's address and key: limits and fallbacks were the other's. */
export function mergeModel(under: ModelEntry | undefined, over: ModelEntry): ModelEntry {
  const { provider = under?.provider, model = under?.model } = over;
  const same = provider === under?.provider;
  if (under === undefined || (same && model === under.model)) return { ...under, ...over };
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(same && under.base_url !== undefined ? { base_url: under.base_url } : {}),
    ...(same && under.api_key_env !== undefined ? { api_key_env: under.api_key_env } : {}),
    ...over,
  };
}
