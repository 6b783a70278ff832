/** A line that both sides have once: `base[baseLine] === proposed[proposedLine]`. */
export interface Anchor {
  readonly baseLine: number;
  readonly proposedLine: number;
}

/**
 * The longest run of lines, in order on both sides, that stand exactly once in each (patience diff, Bram Cohen; the longest
 * increasing subsequence by patience sorting). They cut a large comparison into small ones. O(n log n).
 */
export function anchorLines(base: readonly string[], proposed: readonly string[]): readonly Anchor[] {
  const inBase = uniqueLines(base);
  const inProposed = uniqueLines(proposed);
  const candidates: Anchor[] = [];
  for (const [line, baseLine] of inBase) {
    const proposedLine = inProposed.get(line);
    if (proposedLine !== undefined) candidates.push({ baseLine, proposedLine });
  }
  return longestIncreasing(candidates);
}

/** Lines that stand once, with their line number, in order. */
function uniqueLines(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  lines.forEach((line, index) => {
    if (found.has(line)) repeated.add(line);
    else found.set(line, index);
  });
  for (const line of repeated) found.delete(line);
  return found;
}

interface Card extends Anchor {
  readonly left: Card | undefined;
}

function longestIncreasing(candidates: readonly Anchor[]): readonly Anchor[] {
  const piles: Card[] = [];
  for (const candidate of candidates) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.proposedLine ?? Infinity) < candidate.proposedLine) low = middle + 1;
      else high = middle;
    }
    piles[low] = { ...candidate, left: piles[low - 1] };
  }
  const chain: Anchor[] = [];
  for (let card = piles.at(-1); card !== undefined; card = card.left) chain.push({ baseLine: card.baseLine, proposedLine: card.proposedLine });
  return chain.reverse();
}
