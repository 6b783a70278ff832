import { StatusBarAlignment, window } from "vscode";
import type { Owned } from "./owned.ts";
import type { CurrentTask } from "./task/current-task.ts";
import { commandIds } from "./manifest.ts";

export interface StatusBar extends Owned {
  readonly update: (task: CurrentTask | undefined, running: boolean) => void;
}

export function createStatusBar(): StatusBar {
  const item = window.createStatusBarItem("unifiedDgm.status", StatusBarAlignment.Left);
  item.name = "Unified DGM";
  const update: StatusBar["update"] = (task, running) => {
    const { text, tooltip, command } = statusOf(task, running);
    item.text = text;
    item.tooltip = tooltip;
    item.command = command;
  };
  update(undefined, false);
  item.show();
  return { update, dispose: () => { item.dispose(); } };
}

interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
}

function statusOf(task: CurrentTask | undefined, running: boolean): Status {
  const view = task?.view;
  const waiting = view?.files.filter((file) => !file.decided).length ?? 0;
  if (task?.interrupted === true && !running) {
    return { text: "$(debug-pause) DGM: interrupted", tooltip: `${counted(waiting)} of “${task.view.request}” wait for your decision`, command: commandIds.resumeTask };
  }
  if (view === undefined || !running) return { text: "$(sparkle) DGM", tooltip: "Refactor with Unified DGM", command: commandIds.refactor };
  if (view.phase === "reviewing") return { text: `$(diff) DGM: ${counted(waiting)} to review`, tooltip: "Open the proposed changes", command: commandIds.reviewChanges };
  if (view.phase === "waiting") return { text: "$(question) DGM: run a command?", tooltip: view.approval?.command ?? "", command: commandIds.openPanel };
  if (view.held) return { text: "$(debug-pause) DGM: held", tooltip: "The task goes on when you say so in the panel", command: commandIds.openPanel };
  const step = view.steps.findIndex((each) => each.status === "running");
  const what = step === -1 ? phaseNames[view.phase] : `step ${step + 1} of ${view.steps.length}`;
  return { text: `$(sync~spin) DGM: ${what}`, tooltip: view.steps[step]?.title ?? view.request, command: commandIds.openPanel };
}

const phaseNames = { starting: "starting", analyzing: "analyzing", planning: "planning", implementing: "working", reviewing: "review", waiting: "waiting", running: "running a command", finished: "done" } as const;

function counted(files: number): string {
  return `${files} ${files === 1 ? "file" : "files"}`;
}
