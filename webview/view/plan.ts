import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { StepView, TaskView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { planProgress, stepLabel } from "../telling/step.ts";
import type { Actions } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon } from "./icons.ts";

/** The steps, checked off as they are done. */
export function plan({ steps }: TaskView, state: PageState, actions: Actions): TemplateResult {
  return disclosure(state, actions, {
    key: "plan",
    open: true,
    summary: html`${icon("plan")}<h3>Plan</h3><span class="aside">${planProgress(steps)}</span>`,
    body: () => html`<ol class="steps">${repeat(steps, ({ id }) => id, step)}</ol>`,
  });
}

function step(view: StepView): TemplateResult {
  const { status, title, detail, progress } = stepLabel(view);
  return html`<li class="step ${view.status}" aria-current=${view.status === "running" ? "step" : nothing}>
    ${icon(view.status, view.status === "running" ? "spin" : "")}
    <div class="step-text">
      <span class="visually-hidden">${status}: </span><span class="step-title">${title}</span>
      ${detail === "" ? nothing : html`<span class="step-detail">${detail}</span>`}
      ${progress === undefined ? nothing : html`<progress max="1" .value=${progress} aria-label=${`Progress of ${title}`}></progress>`}
    </div>
  </li>`;
}
