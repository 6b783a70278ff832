import { createHash } from "node:crypto";
import { type ArrayChange, diffArrays } from "diff";
import { splitLines } from "./lines.ts";
import { anchorLines } from "./patience.ts";

/**
 * The unit of approval: the lines `removed` at `baseStart` of the base become `added` at `proposedStart` of the
 * proposal (0-based line numbers). One of the two may be empty, never both.
 */
export interface Hunk {
  /** Names the content, not the place, so that it stays the same while other hunks are decided. */
  readonly id: string;
  readonly baseStart: number;
  readonly removed: readonly string[];
  readonly proposedStart: number;
  readonly added: readonly string[];
}

/** Edits between two anchors beyond this many lines are one hunk: a finer answer would take quadratic time (Myers 1986, O(ND)). */
const EDIT_LIMIT = 2_000;

/**
 * The hunks that turn `base` into `proposed`, in order, without context lines. Ids of `known` hunks with the same content
 * are kept, first come first served; other repeated contents get a counter.
 */
export function diffHunks(base: string, proposed: string, known: readonly Hunk[] = []): readonly Hunk[] {
  if (base === proposed) return [];
  const names = hunkNames(known);
  return regions(splitLines(base), splitLines(proposed)).map((region) => ({ id: names(region), ...region }));
}

type Region = Omit<Hunk, "id">;

/** Patience anchors first, Myers between them; an anchor stands between any two regions of different gaps. */
function regions(base: readonly string[], proposed: readonly string[]): readonly Region[] {
  const end = { baseLine: base.length, proposedLine: proposed.length };
  const found: Region[] = [];
  let from = { baseLine: 0, proposedLine: 0 };
  for (const to of [...anchorLines(base, proposed), end]) {
    for (const region of regionsBetween(base.slice(from.baseLine, to.baseLine), proposed.slice(from.proposedLine, to.proposedLine))) {
      found.push({ ...region, baseStart: region.baseStart + from.baseLine, proposedStart: region.proposedStart + from.proposedLine });
    }
    from = { baseLine: to.baseLine + 1, proposedLine: to.proposedLine + 1 };
  }
  return found;
}

function regionsBetween(base: readonly string[], proposed: readonly string[]): readonly Region[] {
  if (base.length === 0 && proposed.length === 0) return [];
  if (base.length === 0 || proposed.length === 0) return [{ baseStart: 0, removed: base, proposedStart: 0, added: proposed }];
  const changes: ArrayChange<string>[] | undefined = diffArrays([...base], [...proposed], { maxEditLength: EDIT_LIMIT });
  if (changes === undefined) return [{ baseStart: 0, removed: base, proposedStart: 0, added: proposed }];

  const found: Region[] = [];
  let baseLine = 0;
  let proposedLine = 0;
  let open: { baseStart: number; removed: string[]; proposedStart: number; added: string[] } | undefined;
  for (const { value, added, removed } of changes) {
    if (!added && !removed) {
      open = undefined;
      baseLine += value.length;
      proposedLine += value.length;
      continue;
    }
    if (open === undefined) {
      open = { baseStart: baseLine, removed: [], proposedStart: proposedLine, added: [] };
      found.push(open);
    }
    if (removed) {
      open.removed.push(...value);
      baseLine += value.length;
    } else {
      open.added.push(...value);
      proposedLine += value.length;
    }
  }
  return found;
}

function contentKey({ removed, added }: Pick<Hunk, "removed" | "added">): string {
  return createHash("sha256").update(JSON.stringify([removed, added])).digest("hex").slice(0, 12);
}

function hunkNames(known: readonly Hunk[]): (region: Region) => string {
  const taken = new Set(known.map((hunk) => hunk.id));
  const free = Map.groupBy(known, contentKey);
  return (region) => {
    const key = contentKey(region);
    const kept = free.get(key)?.shift();
    if (kept !== undefined) return kept.id;
    let id = key;
    for (let copy = 2; taken.has(id); copy += 1) id = `${key}-${copy}`;
    taken.add(id);
    return id;
  };
}
