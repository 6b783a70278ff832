import { type CommandId, commandIds } from "../manifest.ts";
import type { App, Command } from "./app.ts";
import { decideAll, decideFile, decideHunk, goToHunk, reviewChanges } from "./review-commands.ts";
import { modelCommand } from "./model-commands.ts";
import { answerCommand, cancel, discardTask, openPanel, refactor, resumeTask } from "./task-commands.ts";

/** Every command, by its id. */
export const commandTable: Readonly<Record<CommandId, (app: App) => Command>> = {
  [commandIds.refactor]: refactor,
  [commandIds.cancel]: cancel,
  [commandIds.openPanel]: openPanel,
  [commandIds.reviewChanges]: reviewChanges,
  [commandIds.acceptHunk]: decideHunk("acceptHunk"),
  [commandIds.rejectHunk]: decideHunk("rejectHunk"),
  [commandIds.acceptFile]: decideFile("acceptFile"),
  [commandIds.rejectFile]: decideFile("rejectFile"),
  [commandIds.acceptAll]: decideAll("acceptAll"),
  [commandIds.rejectAll]: decideAll("rejectAll"),
  [commandIds.nextHunk]: goToHunk(1),
  [commandIds.previousHunk]: goToHunk(-1),
  [commandIds.runCommand]: answerCommand("approved"),
  [commandIds.skipCommand]: answerCommand("denied"),
  [commandIds.resumeTask]: resumeTask,
  [commandIds.discardTask]: discardTask,
  [commandIds.undoTask]: ({ tasks }) => tasks.undo,
  [commandIds.chooseModel]: modelCommand("chooseModel"),
  [commandIds.setKey]: modelCommand("setKey"),
  [commandIds.clearKey]: modelCommand("clearKey"),
};
