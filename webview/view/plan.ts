import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { StepView, TaskView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { heldLine } from "../telling/status.ts";
import { planProgress, stepLabel, toolUse } from "../telling/step.ts";
import { count } from "../text/format.ts";
import { button, iconButton } from "../ui/button.ts";
import type { Actions, PlannedStep } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon } from "./icons.ts";

/** The steps, checked off as they are done; those that wait can be changed, while the task runs. */
export function plan(view: TaskView, state: PageState, actions: Actions): TemplateResult {
  const { steps, phase } = view;
  const editable = phase !== "finished";
  const waiting = steps.filter(({ status }) => status === "pending");
  return disclosure(state, actions, {
    key: "plan",
    open: true,
    summary: html`${icon("plan")}<h3>Plan</h3><span class="aside">${planProgress(steps)}</span>`,
    body: () => html`<ol class="steps">${repeat(steps, ({ id }) => id, (each) => (editable && each.status === "pending" ? waitingStep(each, waiting, actions) : step(each, state, actions)))}</ol>
      ${editable ? planFoot(view, waiting, state, actions) : nothing}`,
  });
}

function step(view: StepView, state: PageState, actions: Actions): TemplateResult {
  const { status, title, detail, progress } = stepLabel(view);
  return html`<li class="step ${view.status}" aria-current=${view.status === "running" ? "step" : nothing}>
    ${icon(view.status, view.status === "running" ? "spin" : "")}
    <div class="step-text">
      <span class="visually-hidden">${status}: </span><span class="step-title">${title}</span>
      ${view.activity.length > 0 ? activity(view, detail, state, actions) : detail === "" ? nothing : html`<span class="step-detail">${detail}</span>`}
      ${progress === undefined ? nothing : html`<progress max="1" .value=${progress} aria-label=${`Progress of ${title}`}></progress>`}
    </div>
  </li>`;
}

/** What the model does in a step: the newest in one line, all of it behind that. */
function activity({ id, activity: uses }: StepView, detail: string, state: PageState, actions: Actions): TemplateResult {
  return disclosure(state, actions, {
    key: `step:${id}`,
    open: false,
    classes: "activity",
    summary: html`<span class="step-detail" title=${detail}>${detail === "" ? count(uses.length, "tool use") : detail}</span>`,
    body: () => html`<ul>${uses.map((use) => html`<li class=${use.failed ? "failed" : ""}>${toolUse(use)}</li>`)}</ul>`,
  });
}

/** A step that has not begun: its title is a field, and it can be moved and cut. */
function waitingStep(view: StepView, waiting: readonly StepView[], actions: Actions): TemplateResult {
  const { title } = stepLabel(view);
  const at = waiting.indexOf(view);
  const others = waiting.filter((each) => each !== view);
  const move = (by: number, moved = view): void => { actions.changePlan(others.toSpliced(at + by, 0, moved).map(planned)); };
  const keydown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLTextAreaElement) || event.isComposing) return;
    const by = event.altKey ? (event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0) : 0;
    if (by !== 0) {
      if (waiting[at + by] !== undefined) move(by, { ...view, title: titleIn(event.target) || view.title });
    } else if (event.key === "Escape") event.target.value = view.title;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    if (by === 0) event.target.blur();
  };
  const retitle = ({ target }: Event): void => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    const text = titleIn(target);
    if (text === "") target.value = view.title;
    else if (text !== view.title) actions.changePlan(waiting.map((each) => planned(each === view ? { ...view, title: text } : each)));
  };
  return html`<li class="step pending">
    ${icon("pending")}
    <div class="step-text"><span class="visually-hidden">Not started: </span><textarea class="step-title" rows="1" spellcheck="false" aria-label=${`Title of step: ${title}`} title=${`${title} (Alt+Up and Alt+Down move it)`} .value=${view.title} @change=${retitle} @keydown=${keydown}></textarea></div>
    <div class="step-actions">
      ${at === 0 ? nothing : iconButton({ label: `Earlier: ${title}`, icon: icon("up"), onClick: () => { move(-1); } })}
      ${at === waiting.length - 1 ? nothing : iconButton({ label: `Later: ${title}`, icon: icon("down"), onClick: () => { move(1); } })}
      ${iconButton({ label: `Cut: ${title}`, icon: icon("reject"), onClick: () => { actions.changePlan(others.map(planned), { step: planned(view), at }); } })}
    </div>
  </li>`;
}

/** One line, also where several were pasted. */
function titleIn({ value }: HTMLTextAreaElement): string {
  return value.trim().replaceAll(/\s+/g, " ");
}

function planFoot(view: TaskView, waiting: readonly StepView[], { cut }: PageState, actions: Actions): TemplateResult {
  const steps = waiting.map(planned);
  const add = (): void => { actions.changePlan([...steps, { title: "New step", kind: "code_modification", files: [] }]); };
  return html`<div class="plan-foot">
    ${view.held ? html`<span class="held">${heldLine(view)}</span>${button({ label: "Go on", appearance: "primary", onClick: () => { actions.hold(false); } })}` : button({ label: "Hold", title: "Begin nothing new, so that the plan can be changed", onClick: () => { actions.hold(true); } })}
    ${button({ label: "Add a step", icon: icon("add"), onClick: add })}
    ${cut === undefined ? nothing : button({ label: "Put back", title: cut.step.title, onClick: () => { actions.changePlan(steps.toSpliced(cut.at, 0, cut.step)); } })}
  </div>`;
}

/** A step without its standing. */
function planned({ id, title, kind, files, command, check }: StepView): PlannedStep {
  return { id, title, kind, files, ...(command === undefined ? {} : { command }), ...(check === undefined ? {} : { check }) };
}
