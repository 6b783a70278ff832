/** How much a command may do, from least to most. `unclear`: what it runs cannot be told. */
export const LEVELS = ["reads", "other", "unclear", "destroys"] as const;
export type Level = (typeof LEVELS)[number];

/** What is found out about a command while its parts are judged. */
export interface Finding {
  level: Level;
  /** Of the first part of that level. */
  reason: string;
  /** The words, as far as they are known, of each simple command that does more than read. */
  readonly programs: string[][];
  /** Whether a rule that allows these programs may allow the whole. */
  mayBeAllowed: boolean;
  /** It went to another folder before. */
  folderChanged: boolean;
  /** Simple commands that may still be judged. */
  budget: number;
}

/** Commands in one text, with those in its substitutions and nested shells; more are unclear. */
const BUDGET = 2_000;

export function newFinding(): Finding {
  return { level: "reads", reason: "It only reads.", programs: [], mayBeAllowed: true, folderChanged: false, budget: BUDGET };
}

export function raise(finding: Finding, level: Level, reason: string): void {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(finding.level)) return;
  finding.level = level;
  finding.reason = reason;
}

/** Raises for what no rule about a program can allow. */
export function raiseBeyondRules(finding: Finding, level: Level, reason: string): void {
  finding.mayBeAllowed = false;
  raise(finding, level, reason);
}
