import { diff3Merge } from "node-diff3";
import { joinLines, splitLines } from "./lines.ts";

/** `ours` and `theirs` merged line by line over their common `base`; undefined when they conflict. */
export function mergeTexts(base: string, ours: string, theirs: string): string | undefined {
  if (ours === base || ours === theirs) return theirs;
  if (theirs === base) return ours;
  const regions = diff3Merge([...splitLines(ours)], [...splitLines(base)], [...splitLines(theirs)], { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const region of regions) {
    if (region.ok === undefined) return undefined;
    merged.push(...region.ok);
  }
  return joinLines(merged);
}
