import type { Price } from "../models/catalog.ts";
import type { Usage } from "../models/model-client.ts";

/** What a call cost by its provider's usage record, in picodollars. */
export function costOf({ input, cachedInput, cacheWrite, output }: Usage, price: Price): number {
  // A record with more cached tokens than tokens must not earn money.
  const fresh = Math.max(0, input - cachedInput - cacheWrite);
  return fresh * perToken(price.input) + cachedInput * perToken(price.cachedInput) + cacheWrite * perToken(price.cacheWrite) + output * perToken(price.output);
}

/** The most that a call can cost, in picodollars: all input at its dearest, and all the output that it may give. */
export function highestCost(inputTokens: number, maxOutputTokens: number, price: Price): number {
  return inputTokens * perToken(Math.max(price.input, price.cacheWrite)) + maxOutputTokens * perToken(price.output);
}

function perToken(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1e6);
}
