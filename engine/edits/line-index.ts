import { fold, type Level } from "./fold.ts";
import { PatchError } from "./patch-error.ts";

const BASE = 0x01000193;
/** Places that may be looked at in all questions about one file together: a fraction of a second. */
const WORK = 60_000_000;

/** A file's lines, numbered by their folded text, with the places of each number and prefix hashes over them. */
interface LevelIndex {
  readonly numbers: ReadonlyMap<string, number>;
  /** Whether all lines have a number; else only the expected ones, and the others -1. */
  readonly whole: boolean;
  readonly ids: Int32Array;
  /** `positions` from `starts[id]` to `starts[id + 1]` are the lines with that number, ascending. */
  readonly starts: Int32Array;
  readonly positions: Int32Array;
  readonly hashes: Int32Array;
}

/** Finds runs of lines in a file. Each level is built when it is first asked for. */
export interface LineIndex {
  readonly lines: readonly string[];
  /** The first start ≥ `from` where `pattern` stands; undefined where there is none. */
  readonly first: (pattern: readonly string[], level: Level, from: number) => number | undefined;
  /** The last start ≤ `to`. */
  readonly last: (pattern: readonly string[], level: Level, to: number) => number | undefined;
  /** Where one line stands, ascending. */
  readonly places: (line: string, level: Level) => Int32Array;
  /** Each line folded at a level. */
  readonly folded: (level: Level) => readonly string[];
  /** Counts work. @throws PatchError where the questions about the file took too much, which only very repetitive ones do */
  readonly spend: (work: number) => void;
}

/**
 * Time is linear in the file per level, and per question at most the places of the pattern's rarest line: a polynomial hash of
 * the window (Karp and Rabin 1987) decides before lines are compared, so that repetitive files stay cheap. All that is above
 * this is bounded by `spend`. Of a large file the lines that will be asked for are best told as `expected`: then only they are
 * numbered, until another one is asked for.
 */
export function createLineIndex(lines: readonly string[], expected: Iterable<string> = []): LineIndex {
  const built = new Map<Level, LevelIndex>();
  const likely = [...expected];
  const texts = new Map<Level, readonly string[]>();
  let work = WORK;
  const spend = (spent: number): void => {
    work -= spent;
    if (work < 0) throw new PatchError([{ reason: "malformed", text: "The lines of this edit stand at so many places of the file that theirs cannot be found in a reasonable time. Send fewer hunks, with lines that are less common." }]);
  };
  const at = (level: Level): LevelIndex => {
    const index = built.get(level) ?? buildLevel(lines, level, likely);
    built.set(level, index);
    return index;
  };
  /** The index of a level that can answer for a folded line: one of the expected, else all lines are numbered. */
  const knowing = (level: Level, folded: string): LevelIndex => {
    const index = at(level);
    if (index.whole || index.numbers.has(folded)) return index;
    asked.delete(level);
    const whole = buildLevel(lines, level, []);
    built.set(level, whole);
    return whole;
  };
  const asked = new Map<Level, WeakMap<readonly string[], Question | "none">>();
  const question = (pattern: readonly string[], level: Level): Question | undefined => {
    const known = asked.get(level) ?? new WeakMap<readonly string[], Question | "none">();
    asked.set(level, known);
    const answer = known.get(pattern) ?? ask(pattern.map((line) => fold(line, level)), (line) => knowing(level, line)) ?? "none";
    known.set(pattern, answer);
    return answer === "none" ? undefined : answer;
  };

  return {
    lines,
    first(pattern, level, from) {
      const wanted = question(pattern, level);
      if (wanted === undefined) return undefined;
      for (let index = lowerBound(wanted.places, from + wanted.offset); index < wanted.places.length; index++) {
        spend(1);
        const start = (wanted.places[index] ?? 0) - wanted.offset;
        if (stands(at(level), wanted, start)) return start;
      }
      return undefined;
    },
    last(pattern, level, to) {
      const wanted = question(pattern, level);
      if (wanted === undefined) return undefined;
      for (let index = lowerBound(wanted.places, to + wanted.offset + 1) - 1; index >= 0; index--) {
        spend(1);
        const start = (wanted.places[index] ?? 0) - wanted.offset;
        if (stands(at(level), wanted, start)) return start;
      }
      return undefined;
    },
    places(line, level) {
      const folded = fold(line, level);
      const index = knowing(level, folded);
      const id = index.numbers.get(folded);
      return id === undefined ? new Int32Array() : placesOf(index, id);
    },
    folded(level) {
      const known = texts.get(level) ?? lines.map((line) => fold(line, level));
      texts.set(level, known);
      return known;
    },
    spend,
  };
}

/** A pattern in an index's numbers, with the places of its rarest line. */
interface Question {
  readonly ids: Int32Array;
  readonly hash: number;
  readonly power: number;
  readonly offset: number;
  readonly places: Int32Array;
}

function buildLevel(lines: readonly string[], level: Level, expected: readonly string[]): LevelIndex {
  const numbers = new Map<string, number>();
  for (const line of expected) {
    const text = fold(line, level);
    if (!numbers.has(text)) numbers.set(text, numbers.size);
  }
  const whole = expected.length === 0;
  const ids = new Int32Array(lines.length);
  const hashes = new Int32Array(lines.length + 1);
  for (let index = 0; index < lines.length; index++) {
    const text = fold(lines[index] ?? "", level);
    let id = numbers.get(text);
    if (id === undefined && whole) numbers.set(text, (id = numbers.size));
    ids[index] = id ?? -1;
    hashes[index + 1] = (Math.imul(hashes[index] ?? 0, BASE) + (id ?? -1) + 1) | 0;
  }
  const starts = new Int32Array(numbers.size + 1);
  for (const id of ids) if (id !== -1) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < numbers.size; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const next = starts.slice();
  const positions = new Int32Array(lines.length);
  ids.forEach((id, index) => {
    if (id === -1) return;
    const place = next[id] ?? 0;
    positions[place] = index;
    next[id] = place + 1;
  });
  return { numbers, whole, ids, starts, positions, hashes };
}

function placesOf({ starts, positions }: LevelIndex, id: number): Int32Array {
  return positions.subarray(starts[id], starts[id + 1]);
}

function ask(folded: readonly string[], knowing: (line: string) => LevelIndex): Question | undefined {
  let index = knowing(folded[0] ?? "");
  for (const line of folded) index = knowing(line);
  const ids = new Int32Array(folded.length);
  let hash = 0;
  let power = 1;
  let offset = 0;
  let fewest = Infinity;
  let rarest: number | undefined;
  for (let line = 0; line < folded.length; line++) {
    const id = index.numbers.get(folded[line] ?? "");
    if (id === undefined) return undefined;
    ids[line] = id;
    hash = (Math.imul(hash, BASE) + id + 1) | 0;
    power = Math.imul(power, BASE);
    const count = (index.starts[id + 1] ?? 0) - (index.starts[id] ?? 0);
    if (count < fewest) [fewest, rarest, offset] = [count, id, line];
  }
  return rarest === undefined ? undefined : { ids, hash, power, offset, places: placesOf(index, rarest) };
}

function stands({ ids, hashes }: LevelIndex, asked: Question, start: number): boolean {
  const length = asked.ids.length;
  if (start < 0 || start + length > ids.length) return false;
  const hash = ((hashes[start + length] ?? 0) - Math.imul(hashes[start] ?? 0, asked.power)) | 0;
  return hash === asked.hash && asked.ids.every((id, line) => ids[start + line] === id);
}

/** The first index of ascending `places` whose value is ≥ `value`. */
export function lowerBound(places: Int32Array, value: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
