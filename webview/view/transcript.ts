import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { OpenTask } from "../state/open-task.ts";
import type { PageState } from "../state/page-state.ts";
import type { TimelineItem } from "../state/timeline.ts";
import { statusLine } from "../telling/status.ts";
import { visibleLine, visibleProse } from "../text/visible.ts";
import type { Actions } from "./actions.ts";
import { analysis } from "./analysis.ts";
import { approval } from "./approval.ts";
import { command } from "./command.ts";
import { files } from "./files.ts";
import { icon } from "./icons.ts";
import { message, notice } from "./message.ts";
import { modelCall } from "./model-call.ts";
import { outcome } from "./outcome.ts";
import { plan } from "./plan.ts";
import { spending } from "./spending.ts";

/** Everything about the task, in the order in which it came up. */
export function transcript(state: PageState, actions: Actions): TemplateResult {
  const { task, sent } = state;
  if (sent !== undefined) return html`${request(sent)}${status("Starting…")}`;
  if (task === undefined) return html`${nothing}`;
  const { view, timeline, newer } = task;
  const busy = view.held || view.phase === "reviewing" || view.phase === "waiting" ? undefined : statusLine(view);
  return html`${view.request === "" ? nothing : request(view.request, state.host?.several === true ? lastPart(view.workspace) : "")}
    ${repeat(timeline, itemKey, (item) => timelineItem(item, state, task, actions))}
    ${newer.length === 0 ? nothing : notice("info", `A newer version wrote parts of this task that this one cannot show: ${newer.join(", ")}.`)}
    ${view.approval === undefined ? nothing : approval(view.approval, state.answered, actions)}
    ${view.models.calls.map(modelCall)}
    ${busy === undefined ? nothing : status(busy)}
    ${view.phase === "finished" ? outcome(view, actions) : nothing}
    ${spending(view.models.spending, state, actions)}`;
}

function itemKey(item: TimelineItem): string {
  return "index" in item ? `${item.kind}:${item.index}` : "run" in item ? `command:${item.run}` : item.kind;
}

function timelineItem(item: TimelineItem, state: PageState, task: OpenTask, actions: Actions): unknown {
  const { view } = task;
  switch (item.kind) {
    case "analysis":
      return guard([view.analysis, state.folds], () => analysis(view, state, actions));
    case "plan":
      return guard([view.steps, view.held, view.phase === "finished", state.folds, state.cut], () => plan(view, state, actions));
    case "files":
      return guard([view.files, view.phase, state.folds], () => files(view, state, actions));
    case "message": {
      const said = view.messages[item.index];
      return guard([said], () => (said === undefined ? nothing : message(said)));
    }
    case "said":
      return request(view.said[item.index] ?? "");
    case "warning": {
      const text = view.warnings[item.index];
      return text === undefined ? nothing : notice("warning", text);
    }
    case "command": {
      const run = view.commands.find((each) => each.run === item.run);
      return run === undefined ? nothing : command(run, view.commands, state, actions);
    }
  }
}

/** @param folder that the task works in, where a window has several */
function request(text: string, folder = ""): TemplateResult {
  return html`<div class="request" role="group" aria-label="Your request"><p>${visibleProse(text)}</p>${folder === "" ? nothing : html`<p class="where">in ${visibleLine(folder)}</p>`}</div>`;
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? "";
}

function status(text: string): TemplateResult {
  return html`<p class="status">${icon("running", "spin")}<span>${text}</span></p>`;
}
