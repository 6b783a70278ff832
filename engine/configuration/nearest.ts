/** The known word that a misspelled one is closest to; undefined where none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const scored = known.map((each) => ({ each, distance: editDistance(word.toLowerCase(), each) })).sort((one, other) => one.distance - other.distance);
  const [best] = scored;
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.each.length / 3)) ? best.each : undefined;
}

/** Levenshtein's distance, by rows (Wagner and Fischer, 1974). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + (from[index] === to[column - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
