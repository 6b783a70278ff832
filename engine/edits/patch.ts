/** One line of a hunk: context, removed, added. */
export interface HunkLine {
  readonly kind: " " | "-" | "+";
  readonly text: string;
  /** A parsed context line as it was written: with its marker, or without one. */
  readonly written?: string;
}

/** One change of a file. */
export interface Hunk {
  /** 1-based, in its file's section. */
  readonly number: number;
  /** 1-based line of the patch text where it begins. */
  readonly patchLine: number;
  /** The texts of its `@@` headers, outermost first. */
  readonly anchors: readonly string[];
  readonly lines: readonly HunkLine[];
  /** `*** End of File`: its lines are the file's last. */
  readonly atEnd: boolean;
  /** 1-based line of the old file by a unified diff's header. To be trusted only where the text agrees. */
  readonly line?: number | undefined;
  /** The header's counts fit the lines: a tool wrote it, so `line` alone may place added lines. */
  readonly counted?: boolean;
  /** What `\ No newline at end of file` says: which side lacks the final newline. */
  readonly unended?: { readonly old: boolean; readonly new: boolean };
}

/** What a patch does to one file. Paths are as written. */
export type FileOperation =
  | { readonly kind: "add"; readonly path: string; readonly text: string; readonly patchLine: number }
  | { readonly kind: "delete"; readonly path: string; readonly patchLine: number }
  | { readonly kind: "update"; readonly path: string; readonly moveTo: string | undefined; readonly hunks: readonly Hunk[]; readonly patchLine: number };

/** The lines of the old file that a hunk names. */
export function oldLines(lines: readonly HunkLine[]): readonly string[] {
  return lines.filter(({ kind }) => kind !== "+").map(({ text }) => text);
}

/** How many they are. */
export function oldCount(lines: readonly HunkLine[]): number {
  return lines.reduce((count, { kind }) => (kind === "+" ? count : count + 1), 0);
}

/** A blank line without even the marker of a context line. */
export function isBare({ kind, written }: HunkLine): boolean {
  return kind === " " && written === "";
}
