import type { StepView } from "../../engine/protocol/task-view.ts";
import { visibleLine } from "../text/visible.ts";

const statusNames: Readonly<Record<StepView["status"], string>> = { pending: "Not started", running: "Running", done: "Done", failed: "Failed", skipped: "Skipped" };

/** How a step is told: its status in a word, and a second line where there is one. */
export interface StepLabel {
  readonly status: string;
  readonly title: string;
  readonly detail: string;
  /** 0 to 1; undefined where the amount is not known. */
  readonly progress: number | undefined;
}

export function stepLabel(step: StepView): StepLabel {
  const { progress } = step;
  const known = progress !== undefined && progress.total > 0;
  const used = step.status === "running" ? step.activity.at(-1) : undefined;
  const doing = used === undefined ? step.summary.replaceAll(/\s+/g, " ") : toolUse(used);
  return {
    status: statusNames[step.status],
    title: visibleLine(step.title),
    detail: visibleLine(progress === undefined ? doing : `${progress.message}${known ? ` (${progress.done} of ${progress.total})` : ""}`),
    progress: known ? Math.min(1, Math.max(0, progress.done / progress.total)) : undefined,
  };
}

/** `read file lib/parse.js`, and whether that failed. */
export function toolUse({ tool, detail, failed }: StepView["activity"][number]): string {
  return visibleLine(`${tool.replaceAll("_", " ")} ${detail}${failed ? " (failed)" : ""}`);
}

/** `2 of 4 steps done`. */
export function planProgress(steps: readonly StepView[]): string {
  return `${steps.filter(({ status }) => status === "done").length} of ${steps.length} done`;
}
