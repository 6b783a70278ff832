import { html, nothing, type TemplateResult } from "lit-html";
import type { CommandView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { type CommandLabel, commandLabel, opensByItself } from "../telling/command.ts";
import { shortened } from "../text/format.ts";
import { visibleCommand } from "../text/visible.ts";
import type { Actions } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon, type IconName } from "./icons.ts";

const icons: Readonly<Record<CommandLabel["tone"], IconName>> = { running: "running", done: "done", failed: "failed", canceled: "skipped" };

/** A command, its output as it comes, and how it ended. */
export function command(view: CommandView, all: readonly CommandView[], state: PageState, actions: Actions): TemplateResult {
  const label = commandLabel(view);
  const text = visibleCommand(view.command);
  return html`<section class="command ${label.tone}" aria-label=${`Command ${shortened(text, 80)}`}>
    ${disclosure(state, actions, {
      key: `command:${view.run}`,
      open: opensByItself(all, view),
      summary: html`${icon("terminal")}<h3><code title=${text}>${shortened(text, 200)}</code></h3>`,
      body: () => html`${text.includes("\n") ? html`<pre class="code">${text}</pre>` : nothing}
        <dgm-log role="group" tabindex="0" aria-label=${`Output of ${shortened(text, 80)}`} .command=${view}></dgm-log>`,
    })}
    <p class="command-end">${icon(icons[label.tone], label.tone === "running" ? "spin" : "")}<span class="command-status">${label.status}</span><span class="aside">${label.detail}</span></p>
    ${view.finished?.outputTruncated === true ? html`<p class="truncated">The sandbox cut this output short: it was too long.</p>` : nothing}
  </section>`;
}
