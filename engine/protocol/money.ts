/**
 * Money is counted in whole picodollars (10⁻¹² US dollars), so that sums are exact: a price of up to six decimals per million tokens is a whole
 * number of picodollars per token. Exact up to $9,007.
 */
export const PICODOLLARS = 1e12;

/** `$0.0042` from picodollars; more digits for small sums, never rounded to nothing. */
export function formatDollars(picodollars: number): string {
  const dollars = picodollars / PICODOLLARS;
  if (dollars === 0) return "$0.00";
  return dollars < 0.01 ? `$${dollars.toPrecision(2)}` : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}
