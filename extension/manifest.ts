import type { Role } from "../engine/protocol/words.ts";

/** Every name that the code shares with the manifest (package.json). A unit test compares the two. */

export const commandIds = {
  refactor: "unifiedDgm.refactor",
  cancel: "unifiedDgm.cancel",
  openPanel: "unifiedDgm.openPanel",
  reviewChanges: "unifiedDgm.reviewChanges",
  acceptHunk: "unifiedDgm.acceptHunk",
  rejectHunk: "unifiedDgm.rejectHunk",
  acceptFile: "unifiedDgm.acceptFile",
  rejectFile: "unifiedDgm.rejectFile",
  acceptAll: "unifiedDgm.acceptAll",
  rejectAll: "unifiedDgm.rejectAll",
  nextHunk: "unifiedDgm.nextHunk",
  previousHunk: "unifiedDgm.previousHunk",
  runCommand: "unifiedDgm.runCommand",
  skipCommand: "unifiedDgm.skipCommand",
  resumeTask: "unifiedDgm.resumeTask",
  discardTask: "unifiedDgm.discardTask",
  undoTask: "unifiedDgm.undoTask",
  chooseModel: "unifiedDgm.chooseModel",
  setKey: "unifiedDgm.setKey",
  clearKey: "unifiedDgm.clearKey",
} as const;
export type CommandId = (typeof commandIds)[keyof typeof commandIds];

export const contextKeys = {
  /** A task runs, waiting for a person included. */
  running: "unifiedDgm.running",
  /** A command waits for a person's permission. */
  asking: "unifiedDgm.asking",
  /** A change set waits for decisions. */
  reviewing: "unifiedDgm.reviewing",
  /** The active editor shows changes under review. */
  reviewEditor: "unifiedDgm.reviewEditor",
  /** The active editor shows all changes under review. */
  reviewAllEditor: "unifiedDgm.reviewAllEditor",
  /** An earlier task was left with undecided changes. */
  interrupted: "unifiedDgm.interrupted",
} as const;

export const settingIds = {
  approvalMode: "unifiedDgm.approvalMode",
  sandbox: "unifiedDgm.sandbox",
  sandboxImage: "unifiedDgm.sandboxImage",
  maxCost: "unifiedDgm.maxCost",
  reviewPlan: "unifiedDgm.reviewPlan",
  contextAnalyzer: "unifiedDgm.models.contextAnalyzer",
  reasoningEngine: "unifiedDgm.models.reasoningEngine",
  codeGenerator: "unifiedDgm.models.codeGenerator",
} as const;

/** The setting that names a role's model, as `provider:model`. */
export const roleSettings: Readonly<Record<Role, string>> = {
  context_analyzer: settingIds.contextAnalyzer,
  reasoning_engine: settingIds.reasoningEngine,
  code_generator: settingIds.codeGenerator,
};

export const viewIds = { container: "unifiedDgm", panel: "unifiedDgm.panel" } as const;

/** Documents of a review: the user's text as it was, and the proposal, which can be edited. */
export const schemes = { base: "unified-dgm-base", proposed: "unified-dgm-proposed" } as const;

/** The comment controller whose threads carry the buttons of a hunk (or of a file without one), and the marks of those threads. */
export const hunkThreads = { controller: "unifiedDgm.hunks", hunkContext: "hunk", fileContext: "file" } as const;
