/** Something in a configuration that was left out, and why. Lines and columns count from 1; 0 where there are none (a setting, a flag). */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The most faults of one file that are told: one with more is none that a person wrote. */
export const MOST_TOLD = 50;

/** `FILE:LINE:COLUMN: what is wrong and what was expected`. */
export function describeProblem({ file, line, column, message }: Problem): string {
  return line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}
