import { ConfigurationTarget, workspace } from "vscode";
import type { ApprovalMode } from "../../engine/protocol/words.ts";
import { settingIds } from "../manifest.ts";

/** What runs without a question; anything that the settings hold beside the three modes counts as the most careful one. */
export function approvalMode(): ApprovalMode {
  const mode = workspace.getConfiguration().get<string>(settingIds.approvalMode);
  return mode === "auto-edit" || mode === "full-auto" ? mode : "suggest";
}

/** Stores the mode that a person chose, in their own settings: a workspace must not choose it for them. */
export async function setApprovalMode(mode: ApprovalMode): Promise<void> {
  await workspace.getConfiguration().update(settingIds.approvalMode, mode, ConfigurationTarget.Global);
}
