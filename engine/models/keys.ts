import type { Provider } from "../protocol/words.ts";

/** Reads a key by the name of its variable: from the environment, or from the editor's secret storage. Only the kernel has this. */
export type ReadKey = (name: string) => Promise<string | undefined>;

/** The variables of the architecture document. */
export const keyNames: Readonly<Partial<Record<Provider, string>>> = {
  meta: "LLAMA_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  openai: "OPENAI_API_KEY",
};

/** The variable that a provider's key is read from; undefined where the provider needs none (`openai_compatible` unless configured). */
export function keyNameOf(provider: Provider, configured?: string): string | undefined {
  return configured ?? keyNames[provider];
}

/** Keys from the environment. An empty variable is none. */
export function keysFrom(environment: Readonly<Record<string, string | undefined>>): ReadKey {
  return (name) => {
    const key = environment[name]?.trim();
    return Promise.resolve(key === "" ? undefined : key);
  };
}
