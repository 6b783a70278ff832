import { roleSchema } from "../protocol/words.ts";
import type { Configuration, ConfigurationFile, ModelConfiguration, ModelEntry } from "./schema.ts";
import type { Path } from "./source.ts";

/** Bytes of the project's AGENTS.md files together, as in Codex. */
const INSTRUCTIONS = 32_768;

/** Where a server of the user's own is, and which key it wants. */
export type ServerAddress = Pick<ModelEntry, "base_url" | "api_key_env">;

/** Puts the defaults in. What names half a model is told to `incomplete`, with what it lacks, and left out. */
export function completeConfiguration(file: ConfigurationFile, incomplete: (path: Path, lacks: string) => void, server: ServerAddress = {}): Configuration {
  const models: Partial<Record<keyof Configuration["models"], ModelConfiguration>> = {};
  for (const role of roleSchema.options) {
    const entry = file.models?.[role];
    const model = entry === undefined ? undefined : completeModel(entry, ["models", role], server, incomplete);
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

/** The first server of their own that a user names, for roles that a project or a flag gives to `openai_compatible`. */
export function serverOf({ models = {} }: ConfigurationFile): ServerAddress {
  const entries = roleSchema.options.flatMap((role) => [models[role] ?? [], fallbacksOf(models[role])].flat());
  const found = entries.find(({ provider, base_url: url }) => provider === "openai_compatible" && url !== undefined);
  return found === undefined ? {} : addressOf(found);
}

/** What a model lacks to be one; undefined where it is whole. */
export function lackOf({ provider, model, base_url: url }: ModelEntry, server: ServerAddress): string | undefined {
  if (provider === undefined) return "no provider";
  if (model === undefined && provider !== "embedded") return "no model";
  if (provider === "openai_compatible" && (url ?? server.base_url) === undefined) return "no base_url, and ~/.unified-dgm/config.yaml names no server";
  return undefined;
}

function completeModel(entry: ModelEntry, path: Path, server: ServerAddress, incomplete: (path: Path, lacks: string) => void): ModelConfiguration | undefined {
  const lacks = lackOf(entry, server);
  const { provider, model = "refactoring-engine", fallback, ...rest } = entry;
  if (lacks !== undefined || provider === undefined) {
    incomplete(path, lacks ?? "no provider");
    return undefined;
  }
  const next = fallbacksOf(entry).map((each, index) => completeModel(withAddress(each, entry), [...path, "fallback", ...(Array.isArray(fallback) ? [index] : [])], server, incomplete));
  const address = provider === "openai_compatible" && rest.base_url === undefined ? server : {};
  return { ...address, ...rest, provider, model, fallback: next.filter((each) => each !== undefined) };
}

/** A fallback at the same provider speaks to the same address with the same key, unless it says otherwise. */
function withAddress(fallback: ModelEntry, entry: ModelEntry): ModelEntry {
  if (fallback.provider !== undefined && fallback.provider !== entry.provider) return fallback;
  return { ...(entry.provider === undefined ? {} : { provider: entry.provider }), ...(fallback.base_url === undefined ? addressOf(entry) : {}), ...fallback };
}

function fallbacksOf(entry: ModelEntry | undefined): readonly ModelEntry[] {
  return [entry?.fallback ?? []].flat();
}

function addressOf({ base_url: url, api_key_env: key }: ServerAddress): ServerAddress {
  return { ...(url === undefined ? {} : { base_url: url }), ...(key === undefined ? {} : { api_key_env: key }) };
}
