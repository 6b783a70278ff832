import { html, nothing, type TemplateResult } from "lit-html";
import type { PageState } from "../state/page-state.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

export interface DisclosureOptions {
  /** Under which the user's choice is kept. */
  readonly key: string;
  /** Whether it is open unless the user chose. */
  readonly open: boolean;
  readonly classes?: string;
  readonly summary: TemplateResult;
  /** Made only when it shows. */
  readonly body: () => TemplateResult;
}

/** A section that folds, and stays as the user left it. */
export function disclosure({ folds }: PageState, actions: Actions, { key, open: byItself, classes = "", summary, body }: DisclosureOptions): TemplateResult {
  const open = folds[key] ?? byItself;
  const toggled = ({ target }: Event): void => {
    if (target instanceof HTMLDetailsElement && target.open !== open) actions.fold(key, target.open);
  };
  return html`<details class="disclosure ${classes}" ?open=${open} @toggle=${toggled}>
    <summary>${icon("chevron")}${summary}</summary>
    ${open ? html`<div class="disclosed">${body()}</div>` : nothing}
  </details>`;
}
