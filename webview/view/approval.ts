import { html, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import { visibleCommand } from "../text/visible.ts";
import { button } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

/** Asks whether a command may run. */
export function approval({ approval: id, command }: NonNullable<TaskView["approval"]>, answered: string | undefined, actions: Actions): TemplateResult {
  const disabled = answered === id;
  return html`<section class="approval" aria-labelledby="approval-question">
    <h3 id="approval-question">${icon("terminal")}Run this command in the sandbox?</h3>
    <pre class="code" tabindex="0" aria-label="Command">${visibleCommand(command)}</pre>
    <div class="buttons">
      ${button({ label: "Run in sandbox", appearance: "primary", disabled, onClick: () => { actions.answer(id, "approved"); } })}
      ${button({ label: "Skip", disabled, onClick: () => { actions.answer(id, "denied"); } })}
    </div>
  </section>`;
}
