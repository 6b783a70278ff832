import type { Price } from "../models/catalog.ts";
import type { Usage } from "../models/model-client.ts";

/**
 * Money is counted in whole picodollars (10⁻¹² US dollars), so that sums are exact: a price of up to six decimals per million tokens is a whole
 * number of picodollars per token. Exact up to $9,007.
 */
export const PICODOLLARS = 1e12;

/** What a call cost by its provider's usage record, in picodollars. */
export function costOf({ input, cachedInput, cacheWrite, output }: Usage, price: Price): number {
  const fresh = input - cachedInput - cacheWrite;
  return fresh * perToken(price.input) + cachedInput * perToken(price.cachedInput) + cacheWrite * perToken(price.cacheWrite) + output * perToken(price.output);
}

/** The most that a call can cost, in picodollars: all input at its dearest, and all the output that it may give. */
export function highestCost(inputTokens: number, maxOutputTokens: number, price: Price): number {
  return inputTokens * perToken(Math.max(price.input, price.cacheWrite)) + maxOutputTokens * perToken(price.output);
}

/** `$0.0042` from picodollars; more digits for small sums, never rounded to nothing. */
export function formatDollars(picodollars: number): string {
  const dollars = picodollars / PICODOLLARS;
  if (dollars === 0) return "$0.00";
  return dollars < 0.01 ? `$${dollars.toPrecision(2)}` : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

function perToken(dollarsPerMillion: number): number {
  return Math.round(dollarsPerMillion * 1e6);
}
