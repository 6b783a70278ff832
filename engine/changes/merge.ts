import { diff3Merge } from "node-diff3";
import { joinLines, splitLines } from "./lines.ts";

/** `ours` and `theirs` merged line by line over their common `base`; undefined when they conflict. */
export function mergeTexts(base: string, ours: string, theirs: string): string | undefined {
  return mergeLines(base, ours, theirs, () => undefined);
}

/** As `mergeTexts`, but where both changed the same lines, those of `theirs` are taken. */
export function mergeOver(base: string, ours: string, theirs: string): string {
  return mergeLines(base, ours, theirs, (lines) => lines) ?? theirs;
}

function mergeLines(base: string, ours: string, theirs: string, settle: (theirs: readonly string[]) => readonly string[] | undefined): string | undefined {
  if (ours === base || ours === theirs) return theirs;
  if (theirs === base) return ours;
  const regions = diff3Merge([...splitLines(ours)], [...splitLines(base)], [...splitLines(theirs)], { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const { ok, conflict } of regions) {
    const lines = ok ?? settle(conflict?.b ?? []);
    if (lines === undefined) return undefined;
    merged.push(...lines);
  }
  return joinLines(merged);
}
