/** No marker of a patch is longer; a longer line is content, and its parts are not worth the time that a pattern could take. */
const LONGEST = 1_000;

/** Matches a line that could be a marker, a header or a path. */
export function matchMarker(pattern: RegExp, line: string): RegExpExecArray | null {
  return line.length > LONGEST ? null : pattern.exec(line);
}

/** Whether it matches. */
export function isMarker(pattern: RegExp, line: string): boolean {
  return matchMarker(pattern, line) !== null;
}
