import { fold, levels } from "./fold.ts";
import { type LineIndex, lowerBound } from "./line-index.ts";

/** Looking for a header inside of lines reads the whole file; beyond this many a header counts as not found. */
const LOOSE_SEARCHES = 20;

/** Where headers and blocks of context stand in one file. */
export interface Anchors {
  /**
   * The earliest starts of a hunk under these headers and blocks, ascending; undefined where one of them is not in the file.
   * A hunk may begin at its header's line, because models say that line again as context.
   */
  readonly below: (headers: readonly string[], blocks: readonly (readonly string[])[]) => Int32Array | undefined;
}

/** Headers are compared as hunk lines are, then as a line's beginning, then as a part of a line. */
export function createAnchors(index: LineIndex): Anchors {
  const known = new Map<string, Int32Array>();
  let searches = 0;
  const header = (text: string): Int32Array => {
    const found = known.get(text) ?? findHeader(text);
    known.set(text, found);
    return found;
  };
  const findHeader = (text: string): Int32Array => {
    const open = text.trimEnd().endsWith("@@") ? text.trimEnd().slice(0, -2).trimEnd() : text;
    for (const candidate of [text, open]) {
      for (const level of levels) {
        const places = index.places(candidate, level);
        if (places.length > 0) return places;
      }
    }
    const bare = fold(open, "spacing").replace(/\s*(?:\.\.\.|\{|:)?$/, "");
    if (bare.length < 3 || ++searches > LOOSE_SEARCHES) return new Int32Array();
    for (const holds of [(line: string) => line.startsWith(bare), (line: string) => line.includes(bare)]) {
      const places = index.folded("spacing").flatMap((line, place) => (holds(line) ? [place] : []));
      if (places.length > 0) return Int32Array.from(places);
    }
    return new Int32Array();
  };
  const answers = new Map<string, Int32Array | undefined>();
  return {
    below(headers, blocks) {
      const key = JSON.stringify([headers, blocks]);
      if (!answers.has(key)) answers.set(key, starts(headers, blocks));
      return answers.get(key);
    },
  };

  function starts(headers: readonly string[], blocks: readonly (readonly string[])[]): Int32Array | undefined {
    let ends: Int32Array | undefined;
    for (const text of headers) {
      const places = header(text).map((place) => place + 1);
      index.spend(places.length + (ends?.length ?? 0));
      ends = ends === undefined ? places : following(ends, (from) => places[lowerBound(places, from + 1)]);
      if (ends.length === 0) return undefined;
    }
    if (blocks.length === 0) return ends?.map((end) => end - 1) ?? new Int32Array([0]);
    for (const block of blocks) {
      const level = levels.find((each) => index.first(block, each, 0) !== undefined);
      if (level === undefined) return undefined;
      const next = (from: number): number | undefined => {
        index.spend(10);
        const start = index.first(block, level, from);
        return start === undefined ? undefined : start + block.length;
      };
      ends = ends === undefined ? every(next) : following(ends, next);
      if (ends.length === 0) return undefined;
    }
    return ends ?? new Int32Array([0]);
  }
}

function following(ends: Int32Array, next: (from: number) => number | undefined): Int32Array {
  const found = new Set<number>();
  for (const end of ends) {
    const place = next(end);
    if (place !== undefined) found.add(place);
  }
  return Int32Array.from(found);
}

/** All ends of a block: its next one from the file's beginning on. */
function every(next: (from: number) => number | undefined): Int32Array {
  const found: number[] = [];
  for (let end = next(0); end !== undefined; end = next(end)) found.push(end);
  return Int32Array.from(found);
}
