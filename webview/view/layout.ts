import { html, nothing, type TemplateResult } from "lit-html";
import type { PageState } from "../state/page-state.ts";
import { iconButton } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { banners } from "./banners.ts";
import { composer } from "./composer.ts";
import { header } from "./header.ts";
import { icon } from "./icons.ts";
import { transcript } from "./transcript.ts";
import { welcome } from "./welcome.ts";

/** The whole page: models and mode above, the task between, the request below. */
export function layout(state: PageState, actions: Actions, { toEnd }: { readonly toEnd: () => void }): TemplateResult {
  const idle = state.task === undefined && state.sent === undefined;
  return html`${header(state, actions)}
    ${banners(state, actions)}
    <main class="transcript" tabindex="0" aria-label="Task" aria-busy=${state.host === undefined ? "true" : nothing}>
      <div class="column">${idle ? welcome(state, actions) : transcript(state, actions)}</div>
    </main>
    <div class="jump">${iconButton({ label: "Jump to the latest", icon: icon("down"), onClick: toEnd })}</div>
    ${composer(state, actions)}`;
}
