import type { Provider } from "../protocol/words.ts";

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** What is known of a model without asking its service. */
export interface ModelFacts {
  /** Tokens of input and output together. */
  readonly window: number;
  readonly maxOutput: number;
  readonly price: Price | undefined;
  /** Tokens of this model's tokenizer for one of o200k_base, on source code; above 1 where it is not known exactly. */
  readonly tokensPerO200k: number;
  /** What the provider offers in its place, where it has retired it. */
  readonly successor?: string;
}

/** The day on which prices and windows were last read from the providers' pages. */
export const CATALOG_DATE = "2026-11-23";

const CLAUDE_TOKENS = 1.3;
const LLAMA_TOKENS = 1.1;

const price = (input: number, cachedInput: number, output: number, cacheWrite = input): Price => ({ input, cachedInput, cacheWrite, output });
const claude = (window: number, maxOutput: number, ofInput: number, ofOutput: number, tokensPerO200k = CLAUDE_TOKENS): ModelFacts => ({
  window,
  maxOutput,
  price: price(ofInput, ofInput / 10, ofOutput, ofInput * 1.25),
  tokensPerO200k,
});
const gpt = (window: number, maxOutput: number, cost: Price): ModelFacts => ({ window, maxOutput, price: cost, tokensPerO200k: 1 });

/** By provider and the beginning of the service's name for the model; the longest beginning counts. */
const catalog: readonly (readonly [Provider, string, ModelFacts])[] = [
  ["anthropic", "claude-sonnet-4", { ...claude(200_000, 64_000, 3, 15), successor: "claude-sonnet-5-5" }],
  ["anthropic", "claude-opus-4", { ...claude(200_000, 32_000, 15, 75), successor: "claude-opus-5-5" }],
  ["anthropic", "claude-opus-4-1", claude(200_000, 32_000, 15, 75)],
  ["anthropic", "claude-sonnet-4-5", claude(200_000, 64_000, 3, 15)],
  ["anthropic", "claude-sonnet-4-6", claude(1_000_000, 64_000, 3, 15)],
  ["anthropic", "claude-opus-4-5", claude(200_000, 64_000, 5, 25)],
  ["anthropic", "claude-opus-4-6", claude(1_000_000, 128_000, 5, 25)],
  ["anthropic", "claude-opus-4-8", claude(1_000_000, 128_000, 5, 25)],
  ["anthropic", "claude-haiku-4-5", claude(200_000, 64_000, 1, 5)],
  // Its tokenizer makes some 30% more tokens than its predecessor's.
  ["anthropic", "claude-sonnet-5", claude(1_000_000, 128_000, 2, 10, CLAUDE_TOKENS * 1.3)],
  ["anthropic", "claude-opus-5", claude(1_000_000, 128_000, 5, 25, CLAUDE_TOKENS * 1.3)],
  ["anthropic", "claude-opus-5-5", claude(1_000_000, 128_000, 4, 20, CLAUDE_TOKENS * 1.3)],
  ["openai", "gpt-4.1", gpt(1_047_576, 32_768, price(2, 0.5, 8))],
  ["openai", "gpt-4.1-mini", gpt(1_047_576, 32_768, price(0.4, 0.1, 1.6))],
  ["openai", "gpt-4.1-nano", gpt(1_047_576, 32_768, price(0.1, 0.025, 0.4))],
  ["openai", "o4-mini", gpt(200_000, 100_000, price(1.1, 0.275, 4.4))],
  ["openai", "o3", gpt(200_000, 100_000, price(2, 0.5, 8))],
  ["openai", "gpt-5.4", gpt(1_050_000, 128_000, price(2.5, 0.25, 15))],
  ["openai", "gpt-5.4-mini", gpt(400_000, 128_000, price(0.75, 0.075, 4.5))],
  ["openai", "gpt-5.4-nano", gpt(400_000, 128_000, price(0.2, 0.02, 1.25))],
  ["openai", "gpt-5.5", gpt(1_050_000, 128_000, price(5, 0.5, 30))],
  // The Llama API has no public price list: money is counted only where the user gives a price.
  ["meta", "Llama-4-Scout", { window: 10_000_000, maxOutput: 8_192, price: undefined, tokensPerO200k: LLAMA_TOKENS }],
  ["meta", "Llama-4-Maverick", { window: 1_000_000, maxOutput: 8_192, price: undefined, tokensPerO200k: LLAMA_TOKENS }],
];

const free: Price = price(0, 0, 0);
const unknown: ModelFacts = { window: 128_000, maxOutput: 8_192, price: undefined, tokensPerO200k: 1.3 };
const embedded: ModelFacts = { window: Number.MAX_SAFE_INTEGER, maxOutput: Number.MAX_SAFE_INTEGER, price: free, tokensPerO200k: 1 };
/** The editor's models are paid for by the editor's subscription. */
const editor: ModelFacts = { ...unknown, price: free };

/** The facts of a model by the name that its service gives it; cautious ones for a model that nobody here knows. */
export function modelFacts(provider: Provider, model: string): ModelFacts {
  if (provider === "embedded") return embedded;
  if (provider === "vscode") return editor;
  const known = catalog.filter(([of, beginning]) => of === provider && begins(model, beginning));
  return known.sort(([, one], [, other]) => other.length - one.length)[0]?.[2] ?? unknown;
}

/** `claude-sonnet-4-20250514` begins with `claude-sonnet-4`, `gpt-4.12` does not begin with `gpt-4.1`. */
function begins(model: string, beginning: string): boolean {
  return model.startsWith(beginning) && !/^[a-z0-9.]/i.test(model.slice(beginning.length));
}
