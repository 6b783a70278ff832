import type { Provider, Role } from "../protocol/words.ts";
import type { ModelFacts } from "./catalog.ts";
import type { ModelClient, ReasoningEffort } from "./model-client.ts";

/** A model that may hold a role. */
export interface Candidate {
  readonly provider: Provider;
  /** The service's name of the model. */
  readonly model: string;
  readonly facts: ModelFacts;
  /** Tokens of input and output together: the configured ones, else what is known of the model. */
  readonly window: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  readonly reasoningEffort: ReasoningEffort | undefined;
  /** The variable that the key is read from; undefined where none is needed. */
  readonly keyName: string | undefined;
  readonly hasKey: boolean;
  /** Speaks to the service, once per call: nothing is tried again in here. */
  readonly client: ModelClient;
}

/** A role, the model that holds it, and those that take its place when it fails, in order. */
export interface RoleBinding {
  readonly role: Role;
  readonly candidates: readonly [Candidate, ...Candidate[]];
  /** Why the first one: the user's word, a key that was found, the editor's models, or nothing of these. */
  readonly origin: "configured" | "key" | "editor" | "default";
}

export type RoleBindings = ReadonlyMap<Role, RoleBinding>;
