const LOOKED_AT = 3_000;

/** One step of indentation in a file: a tab, or as many spaces as lines are most often deeper than the one before; undefined where none is indented. */
export function indentUnit(lines: readonly string[]): string | undefined {
  const steps = new Map<number, number>();
  let tabs = 0;
  let spaces = 0;
  let before = 0;
  for (const line of lines.slice(0, LOOKED_AT)) {
    if (line.trim() === "") continue;
    if (line.startsWith("\t")) tabs++;
    else {
      const depth = line.length - line.trimStart().length;
      if (depth > 0) spaces++;
      // One deeper is the star of a comment, not a step.
      if (depth - before > 1) steps.set(depth - before, (steps.get(depth - before) ?? 0) + 1);
      before = depth;
    }
  }
  if (tabs > spaces) return "\t";
  const [most] = [...steps].sort(([a, count], [b, other]) => other - count || a - b);
  return most === undefined ? undefined : " ".repeat(most[0]);
}

/**
 * A difference of indentation written in a patch as it would be in the file. `pairs` are known indentations of the patch with
 * those of the file. The patch may be shifted by some columns, or have another unit; where the difference could be steps of either, that
 * of fewer steps is taken.
 */
export function translateStep(difference: string, pairs: readonly (readonly [string, string])[], unit: string | undefined): string {
  const told = twoPairs(pairs);
  if (told !== undefined) return scale(difference, told) ?? difference;
  const file = unit ?? "    ";
  if (difference === file) return difference;
  const patch = singlePair(pairs, file) ?? (difference.startsWith("\t") ? "\t" : undefined);
  if (patch !== undefined && (patch.length > file.length || patch.startsWith("\t") || !isRepeated(difference, file))) {
    const scaled = scale(difference, [patch, file]);
    if (scaled !== undefined) return scaled;
  }
  if (file === "\t" && !difference.includes("\t")) return "\t".repeat(Math.max(1, Math.round(difference.length / 4)));
  return difference;
}

/** The unit of both by two known indentations of which one is deeper. */
function twoPairs(pairs: readonly (readonly [string, string])[]): readonly [string, string] | undefined {
  for (const [index, [patch, file]] of pairs.entries()) {
    for (const [deeperPatch, deeperFile] of pairs.slice(index + 1)) {
      if (deeperPatch.startsWith(patch) && deeperFile.startsWith(file) && deeperPatch.length > patch.length && deeperFile.length > file.length) return [deeperPatch.slice(patch.length), deeperFile.slice(file.length)];
    }
  }
  return undefined;
}

/** The patch's unit, if its indentation has as many steps as the file's. */
function singlePair(pairs: readonly (readonly [string, string])[], unit: string): string | undefined {
  for (const [patch, file] of pairs) {
    const steps = file.length / unit.length;
    if (patch !== "" && steps >= 1 && isRepeated(file, unit) && patch.length % steps === 0) return patch.slice(0, patch.length / steps);
  }
  return undefined;
}

function scale(difference: string, [patch, file]: readonly [string, string]): string | undefined {
  return isRepeated(difference, patch) ? file.repeat(difference.length / patch.length) : undefined;
}

function isRepeated(text: string, unit: string): boolean {
  return text.length % unit.length === 0 && unit.repeat(text.length / unit.length) === text;
}
