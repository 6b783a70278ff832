import { approvalModeSchema, roleSchema } from "../protocol/words.ts";
import type { Problem } from "./problem.ts";
import type { ConfigurationFile, ModelEntry } from "./schema.ts";
import type { Path, Source } from "./source.ts";

const BECAUSE = "is only read from ~/.unified-dgm/config.yaml, because a repository must not decide where keys and code go. It is ignored here.";

/**
 * What a project's file may say. It comes with the repository, so it is hostile by assumption: it may choose among models and lower limits,
 * but not name addresses or keys, open the sandbox, or take a question away from the user.
 */
export function limitProject(values: ConfigurationFile, user: ConfigurationFile, { name, position }: Source): { readonly values: ConfigurationFile; readonly problems: readonly Problem[] } {
  const limited = structuredClone(values);
  const problems: Problem[] = [];
  const refuse = (path: Path, why = BECAUSE): void => {
    problems.push({ file: name, ...position(path.slice(0, -1), String(path.at(-1))), message: `${path.join(".")} ${why}` });
  };
  for (const { entry, path } of modelEntries(limited)) {
    if (entry.base_url !== undefined) refuse([...path, "base_url"]);
    if (entry.api_key_env !== undefined) refuse([...path, "api_key_env"]);
    delete entry.base_url;
    delete entry.api_key_env;
  }
  const { security, dgm } = limited;
  if (security?.network_enabled === true) {
    refuse(["security", "network_enabled"]);
    delete security.network_enabled;
  }
  if (security?.sandbox_image !== undefined) {
    refuse(["security", "sandbox_image"]);
    delete security.sandbox_image;
  }
  if (security?.sandbox_mode !== undefined && user.security?.sandbox_mode !== undefined && security.sandbox_mode !== user.security.sandbox_mode) {
    refuse(["security", "sandbox_mode"], `is ${security.sandbox_mode}, and you chose ${user.security.sandbox_mode}, which holds.`);
    delete security.sandbox_mode;
  }
  if (dgm?.test_before_merge === false) {
    refuse(["dgm", "test_before_merge"]);
    delete dgm.test_before_merge;
  }
  if (dgm?.evolution_enabled === true && user.dgm?.evolution_enabled === false) {
    refuse(["dgm", "evolution_enabled"], "is false in yours, which holds.");
    delete dgm.evolution_enabled;
  }
  if (limited.prices !== undefined) {
    refuse(["prices"]);
    delete limited.prices;
  }
  const modes = approvalModeSchema.options;
  if (limited.approval_mode !== undefined && modes.indexOf(limited.approval_mode) > modes.indexOf(user.approval_mode ?? "suggest")) {
    refuse(["approval_mode"], "asks less than you want to be asked. It is ignored here.");
    delete limited.approval_mode;
  }
  if (limited.max_cost !== undefined && limited.max_cost > (user.max_cost ?? Infinity)) {
    refuse(["max_cost"], "is above your own, which holds.");
    delete limited.max_cost;
  }
  return { values: limited, problems };
}

function modelEntries({ models = {} }: ConfigurationFile): readonly { readonly entry: ModelEntry; readonly path: Path }[] {
  return roleSchema.options.flatMap((role) => {
    const entry = models[role];
    if (entry === undefined) return [];
    const path = ["models", role];
    const { fallback } = entry;
    if (fallback === undefined) return [{ entry, path }];
    const next = Array.isArray(fallback) ? fallback.map((each, index) => ({ entry: each, path: [...path, "fallback", index] })) : [{ entry: fallback, path: [...path, "fallback"] }];
    return [{ entry, path }, ...next];
  });
}
