import { html, nothing, type TemplateResult } from "lit-html";
import type { ApprovalMode } from "../../engine/protocol/words.ts";
import type { PageState } from "../state/page-state.ts";
import { visibleLine } from "../text/visible.ts";
import { button } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

const promises: Readonly<Record<ApprovalMode, string>> = {
  "suggest": "You see every edit as a diff before it is written, and commands run in a sandbox only.",
  "auto-edit": "Edits are written at once, and can be undone; you are asked before a command runs, in a sandbox.",
  "full-auto": "Edits are written at once, and can be undone; commands run in a sandbox, without a question.",
};

/** What shows while there is no task. */
export function welcome({ host }: PageState, actions: Actions): TemplateResult {
  if (host === undefined) return html`${nothing}`;
  if (host.workspace === undefined) {
    return html`<section class="welcome">
      <h2>Open a folder to begin</h2>
      <p>Unified DGM works on the files of a folder. No folder is open.</p>
      ${button({ label: "Open folder", icon: icon("folder"), appearance: "primary", onClick: () => { actions.openFolder(); } })}
    </section>`;
  }
  return html`<section class="welcome">
    <h2>What should be done?</h2>
    <p>Describe a change to <strong>${host.workspace === "" ? "one of your folders" : visibleLine(host.workspace)}</strong>. ${promises[host.approvalMode]}</p>
    ${host.examples.length === 0
      ? nothing
      : html`<h3 id="examples">Try one of these</h3>
          <ul class="examples" aria-labelledby="examples">
            ${host.examples.map((example) => html`<li><button type="button" class="example" @click=${() => { actions.example(example); }}>${visibleLine(example)}</button></li>`)}
          </ul>`}
  </section>`;
}
