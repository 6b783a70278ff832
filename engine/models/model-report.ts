import type { Provider, Role } from "../protocol/words.ts";
import type { Price } from "./catalog.ts";
import type { Candidate, RoleBinding, RoleBindings } from "./roles.ts";

/** What a person wants to know of the model that holds a role. */
export interface ModelReport {
  readonly role: Role;
  readonly provider: Provider;
  readonly model: string;
  /** Tokens of input and output together; null: without limit. */
  readonly window: number | null;
  /** US dollars per million tokens; null where it is not known. */
  readonly price: Price | null;
  /** The variable that the key is read from, where one is needed. */
  readonly key: { readonly name: string; readonly present: boolean } | null;
  readonly origin: RoleBinding["origin"];
  /** Who takes its place when it fails, in order. */
  readonly fallback: readonly { readonly provider: Provider; readonly model: string }[];
}

export function reportModels(bindings: RoleBindings): readonly ModelReport[] {
  return [...bindings.values()].map(({ role, origin, candidates: [first, ...others] }) => ({
    role,
    origin,
    provider: first.provider,
    model: first.model,
    window: first.window === Number.MAX_SAFE_INTEGER ? null : first.window,
    price: first.facts.price ?? null,
    key: keyOf(first),
    fallback: others.map(({ provider, model }) => ({ provider, model })),
  }));
}

function keyOf({ keyName, hasKey }: Candidate): ModelReport["key"] {
  return keyName === undefined ? null : { name: keyName, present: hasKey };
}
