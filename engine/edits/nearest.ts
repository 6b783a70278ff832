import { fold } from "./fold.ts";
import type { LineIndex } from "./line-index.ts";

/** Lines that stand at more places than this tell no place. */
const COMMON = 64;
/** Lines of the file that are compared letter by letter where no line agrees. */
const COMPARED = 20_000;

/** The place of a file that is most like some lines. */
export interface Nearest {
  /** 0-based. */
  readonly start: number;
  /** How many of the lines agree there, apart from white space and punctuation. */
  readonly agreeing: number;
}

/** Votes: each line that stands at few places votes for the start that it would have. Where none does, the line most alike decides. */
export function nearestPlace(old: readonly string[], index: LineIndex): Nearest | undefined {
  const votes = new Map<number, number>();
  const told = old.length > 400 ? [...old.slice(0, 200), ...old.slice(-200)] : old;
  told.forEach((line, position) => {
    const offset = position < 200 || old.length <= 400 ? position : old.length - 400 + position;
    if (line.trim() === "") return;
    const places = index.places(line, "spacing");
    if (places.length > COMMON) return;
    for (const place of places) votes.set(place - offset, (votes.get(place - offset) ?? 0) + 1);
  });
  let best: readonly [number, number] | undefined;
  for (const vote of votes) if (best === undefined || vote[1] > best[1] || (vote[1] === best[1] && vote[0] < best[0])) best = vote;
  if (best !== undefined) return { start: Math.max(0, best[0]), agreeing: best[1] };
  const longest = old.reduce((a, b, position) => (b.trim().length > (old[a]?.trim().length ?? 0) ? position : a), 0);
  const place = mostAlike(old[longest] ?? "", index.lines);
  return place === undefined ? undefined : { start: Math.max(0, place - longest), agreeing: 0 };
}

/** The line that shares the most pairs of letters (Dice 1945), where at least half of them are shared. */
function mostAlike(line: string, lines: readonly string[]): number | undefined {
  const wanted = pairsOf(line);
  if (wanted.size === 0) return undefined;
  let best: number | undefined;
  let bestScore = 0.5;
  for (let place = 0; place < Math.min(lines.length, COMPARED); place++) {
    const text = lines[place] ?? "";
    if (text.length > 3 * line.length + 20 || 3 * text.length + 20 < line.length) continue;
    const pairs = pairsOf(text);
    let shared = 0;
    for (const pair of pairs) if (wanted.has(pair)) shared++;
    const score = (2 * shared) / (wanted.size + pairs.size);
    if (score > bestScore) [best, bestScore] = [place, score];
  }
  return best;
}

function pairsOf(line: string): ReadonlySet<string> {
  const text = fold(line.slice(0, 300), "spacing").toLowerCase();
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
}
