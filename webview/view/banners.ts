import { html, nothing, type TemplateResult } from "lit-html";
import type { PageState } from "../state/page-state.ts";
import { visibleProse } from "../text/visible.ts";
import { button, iconButton } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

/** What stands in the way: a failure, or a workspace that is not trusted. */
export function banners({ host, failure }: PageState, actions: Actions): TemplateResult {
  return html`${failure === undefined
    ? nothing
    : html`<div class="banner error">
        ${icon("error")}<p>${visibleProse(failure)}</p>
        ${iconButton({ label: "Dismiss", icon: icon("reject"), onClick: () => { actions.dismissFailure(); } })}
      </div>`}
  ${host === undefined || host.trusted || host.workspace === undefined
    ? nothing
    : html`<div class="banner info">
        ${icon("shield")}
        <div>
          <p><strong>Limited mode.</strong> This workspace is not trusted: Unified DGM reads and plans, but runs no commands.</p>
          ${button({ label: "Manage workspace trust", onClick: () => { actions.manageTrust(); } })}
        </div>
      </div>`}`;
}
