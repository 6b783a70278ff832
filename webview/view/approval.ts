import { html, nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import { visibleCommand, visibleLine, visibleProse } from "../text/visible.ts";
import { button } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

/** Asks whether a command may run. */
export function approval({ approval: id, command, reason, rule }: NonNullable<TaskView["approval"]>, answered: string | undefined, actions: Actions): TemplateResult {
  const disabled = answered === id;
  return html`<section class="approval" aria-labelledby="approval-question">
    <h3 id="approval-question">${icon("terminal")}Run this command in the sandbox?</h3>
    <pre class="code" tabindex="0" aria-label="Command">${visibleCommand(command)}</pre>
    ${reason === "" ? nothing : html`<p class="careful">${icon("warning")}<span>${visibleProse(reason)}</span></p>`}
    <div class="buttons">
      ${button({ label: "Run in sandbox", appearance: "primary", disabled, onClick: () => { actions.answer(id, "approved"); } })}
      ${rule === "" ? nothing : button({ label: `Always allow ${visibleLine(rule)} here`, title: "In this workspace, in the sandbox, without a question", disabled, onClick: () => { actions.answer(id, "always"); } })}
      ${button({ label: "Skip", disabled, onClick: () => { actions.answer(id, "denied"); } })}
    </div>
  </section>`;
}
