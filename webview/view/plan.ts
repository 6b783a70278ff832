import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { StepView, TaskView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { planProgress, stepLabel } from "../telling/step.ts";
import { button, iconButton } from "../ui/button.ts";
import type { Actions, PlannedStep } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon } from "./icons.ts";

/** The steps, checked off as they are done; those that wait can be changed, while the task runs. */
export function plan({ steps, held, phase }: TaskView, state: PageState, actions: Actions): TemplateResult {
  const editable = phase !== "finished";
  const waiting = steps.filter(({ status }) => status === "pending");
  return disclosure(state, actions, {
    key: "plan",
    open: true,
    summary: html`${icon("plan")}<h3>Plan</h3><span class="aside">${planProgress(steps)}</span>`,
    body: () => html`<ol class="steps">${repeat(steps, ({ id }) => id, (each) => (editable && each.status === "pending" ? waitingStep(each, waiting, actions) : step(each)))}</ol>
      ${editable ? planFoot(held, waiting, actions) : nothing}`,
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

/** A step that has not begun: its title is a field, and it can be moved and cut. */
function waitingStep(view: StepView, waiting: readonly StepView[], actions: Actions): TemplateResult {
  const { title } = stepLabel(view);
  const at = waiting.indexOf(view);
  const move = (by: number): void => {
    const others = waiting.filter((each) => each !== view);
    actions.changePlan(others.toSpliced(at + by, 0, view).map(planned));
  };
  const keydown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLInputElement) || event.isComposing) return;
    if (event.altKey && event.key === "ArrowUp" && at > 0) move(-1);
    else if (event.altKey && event.key === "ArrowDown" && at < waiting.length - 1) move(1);
    else if (event.key === "Escape") event.target.value = view.title;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.target.blur();
  };
  const retitle = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const text = target.value.trim();
    if (text === "") target.value = view.title;
    else if (text !== view.title) actions.changePlan(waiting.map((each) => planned(each === view ? { ...view, title: text } : each)));
  };
  return html`<li class="step pending">
    ${icon("pending")}
    <div class="step-text"><span class="visually-hidden">Not started: </span><input class="step-title" aria-label=${`Title of step: ${title}`} .value=${live(view.title)} @change=${retitle} @keydown=${keydown} /></div>
    <div class="step-actions">
      ${at === 0 ? nothing : iconButton({ label: `Earlier: ${title}`, icon: icon("up"), onClick: () => { move(-1); } })}
      ${at === waiting.length - 1 ? nothing : iconButton({ label: `Later: ${title}`, icon: icon("down"), onClick: () => { move(1); } })}
      ${iconButton({ label: `Cut: ${title}`, icon: icon("reject"), onClick: () => { actions.changePlan(waiting.filter((each) => each !== view).map(planned)); } })}
    </div>
  </li>`;
}

function planFoot(held: boolean, waiting: readonly StepView[], actions: Actions): TemplateResult {
  const add = (): void => { actions.changePlan([...waiting.map(planned), { title: "New step", kind: "code_modification", files: [] }]); };
  return html`<div class="plan-foot">
    ${held ? html`<span class="held">Held: nothing new begins.</span>${button({ label: "Go on", appearance: "primary", onClick: () => { actions.hold(false); } })}` : button({ label: "Hold", title: "Begin nothing new, so that the plan can be changed", onClick: () => { actions.hold(true); } })}
    ${button({ label: "Add a step", icon: icon("add"), onClick: add })}
  </div>`;
}

/** A step without its standing. */
function planned({ id, title, kind, files, command, check }: StepView): PlannedStep {
  return { id, title, kind, files, ...(command === undefined ? {} : { command }), ...(check === undefined ? {} : { check }) };
}
