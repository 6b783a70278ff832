import { type Provider, type Role, roleSchema } from "../protocol/words.ts";
import { createEmbeddedClient, EMBEDDED_MODEL } from "./embedded/client.ts";
import type { RepositoryView } from "./embedded/repository-view.ts";
import type { ModelClient } from "./model-client.ts";

/** A role and the model that holds it. */
export interface RoleBinding {
  readonly role: Role;
  readonly provider: Provider;
  readonly model: string;
  readonly client: ModelClient;
}

/** The binding of all three roles where no language model is configured. */
export function bindRoles(repository: RepositoryView): ReadonlyMap<Role, RoleBinding> {
  const client = createEmbeddedClient(repository);
  return new Map(roleSchema.options.map((role) => [role, { role, provider: "embedded", model: EMBEDDED_MODEL, client }]));
}
