import type { TaskEvent } from "../engine/protocol/event.ts";
import type { TaskView } from "../engine/protocol/task-view.ts";
import type { Role } from "../engine/protocol/words.ts";
import { displayName } from "../engine/configuration/model-names.ts";
import { totalCost } from "../engine/protocol/model-view.ts";
import { formatDollars } from "../engine/protocol/money.ts";
import { plainText } from "./plain-text.ts";

/** The lines that an event adds to the terminal, given the view with it in; the form is the architecture document's. */
export function linesFor(view: TaskView, event: TaskEvent): readonly string[] {
  return tell(view, event).map(plainText);
}

function tell(view: TaskView, event: TaskEvent): readonly string[] {
  switch (event.type) {
    case "task_started":
      return [`Task ${event.task} (${event.approvalMode}): ${event.request}`];
    case "analysis_started":
      return [`[${holder(view, "context_analyzer")}] Analyzing ${counted(event.files, "file")} across the codebase...`];
    case "analysis_finished":
      return event.relevant.length === 0 ? [] : [`[${holder(view, "context_analyzer")}] Identified ${event.relevant.length} of ${counted(event.files, "file")} as relevant`];
    case "plan_created":
      return [`[${holder(view, "reasoning_engine")}] Creating refactoring plan with ${counted(event.steps.length, "step")}...`];
    case "plan_changed":
      return [`[${event.by === "user" ? "You" : holder(view, "reasoning_engine")}] The plan now has ${counted(event.steps.length, "step")}`];
    case "tool_used":
      return event.tool === "run_command" ? [] : [`  ${event.failed ? "✗ " : ""}${event.tool.replaceAll("_", " ")} ${event.detail}`.trimEnd()];
    case "history_compacted":
      return [`[${holder(view, "context_analyzer")}] Summarized the conversation, which filled the window`];
    case "user_message":
      return [`[You] ${event.text}`];
    case "approval_mode_changed":
      return [`Approval mode: ${event.approvalMode}`];
    case "step_started": {
      const index = view.steps.findIndex((step) => step.id === event.step);
      const step = view.steps[index];
      return [`[${holder(view, "code_generator")}] Implementing step ${index + 1}/${view.steps.length}: ${step?.title ?? ""}...`];
    }
    case "step_finished":
      return event.outcome === "done" ? [] : [`  ${event.outcome}: ${event.summary}`];
    case "message":
      return [`[${holder(view, event.role)}] ${event.text}`];
    case "warning":
      return [`Warning: ${event.text}`];
    case "model_call_retried":
      return [`[${displayName(event.model)}] ${event.reason} Trying again in ${(event.delayMs / 1000).toFixed(1)} s (attempt ${event.attempt})...`];
    case "file_proposed":
      return [`  ${event.from === undefined ? "" : `${event.from} → `}${event.path}  +${event.added} −${event.removed}`];
    case "command_started":
      return [`[Sandbox] ${event.command} (${event.backend})`];
    case "command_output":
      return event.text.trimEnd().split("\n").map((line) => `  ${line}`);
    case "command_finished":
      return [event.exitCode === 0 ? "[Sandbox] Testing changes... ✓" : `[Sandbox] Testing changes... ✗ (${event.timedOut ? "time limit" : `exit code ${String(event.exitCode)}`})`];
    case "task_finished":
      return [...costLine(view), `${event.outcome === "completed" ? "Done" : event.outcome.charAt(0).toUpperCase() + event.outcome.slice(1)}: ${event.summary}`];
    default:
      return [];
  }
}

function holder(view: TaskView, role: Role): string {
  const binding = view.roles.find((each) => each.role === role);
  return binding === undefined || binding.provider === "embedded" ? "Embedded" : displayName(binding.model);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** What the task's models cost, by their providers' records. */
function costLine({ models: { spending } }: TaskView): readonly string[] {
  const tokens = spending.reduce((sum, { input, output }) => sum + input + output, 0);
  if (tokens === 0) return [];
  const { cost, exact } = totalCost(spending);
  return [`Cost: ${exact ? formatDollars(cost) : cost === 0 ? "not known, because a price is missing" : `${formatDollars(cost)} and more, because a price is missing`} (${tokens} tokens)`];
}
