import { fold } from "./fold.ts";
import type { LineIndex } from "./line-index.ts";

/** Lines that stand at more places than this tell no place. */
const COMMON = 64;
/** Lines of the file that are compared letter by letter where no line agrees. */
const COMPARED = 20_000;
const COMPARED_WIDTH = 300;
const PAIRS = 4096;

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

/** The line that shares the most pairs of letters (Dice 1945), where more than half of them are shared. */
function mostAlike(line: string, lines: readonly string[]): number | undefined {
  const wanted = fold(line.slice(0, COMPARED_WIDTH), "spacing").toLowerCase();
  const seen = new Int32Array(PAIRS).fill(-1);
  for (let at = 1; at < wanted.length; at++) seen[pairAt(wanted, at)] = 0;
  let best: number | undefined;
  let bestScore = 0.5;
  for (let place = 0; place < Math.min(lines.length, COMPARED); place++) {
    const text = (lines[place] ?? "").slice(0, COMPARED_WIDTH).trim().toLowerCase();
    if (text.length > 3 * wanted.length || 3 * text.length < wanted.length) continue;
    let shared = 0;
    for (let at = 1; at < text.length; at++) {
      const pair = pairAt(text, at);
      const last = seen[pair] ?? -1;
      if (last === -1 || last === place + 1) continue;
      seen[pair] = place + 1;
      shared++;
    }
    const score = (2 * shared) / (wanted.length + text.length - 2);
    if (score > bestScore) [best, bestScore] = [place, score];
  }
  return best;
}

/** A number for two letters; different pairs may share one, which only makes lines look a little more alike. */
function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at - 1) * 31 + text.charCodeAt(at)) & (PAIRS - 1);
}
