import { html, nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import type { Outcome } from "../../engine/protocol/words.ts";
import { outcomeNames } from "../telling/status.ts";
import { messageBlocks } from "../text/message-blocks.ts";
import { visibleProse } from "../text/visible.ts";
import { button } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { icon, type IconName } from "./icons.ts";
import { block } from "./message.ts";

const icons: Readonly<Record<Outcome, IconName>> = { completed: "done", answered: "info", failed: "failed", canceled: "skipped", stopped: "stop" };

/** How the task ended. */
export function outcome({ outcome: kind, summary, files, undone }: TaskView, actions: Actions): TemplateResult {
  if (kind === undefined) return html`${nothing}`;
  // Where changes wait, they have buttons of their own.
  const resumable = kind === "stopped" && files.every(({ decided }) => decided);

  return html`<section class="outcome ${kind}" aria-label="Result">
    ${icon(icons[kind])}
    <div class="outcome-text"><h3>${outcomeNames[kind]}</h3>${summary === "" ? nothing : messageBlocks(visibleProse(summary)).map(block)}
      ${undone === undefined ? nothing : html`<p>${undoneText(undone)}</p>`}
      ${undone === undefined && files.some(({ accepted }) => accepted > 0) ? html`<div class="outcome-actions">${button({ label: "Undo", title: "Put the files back as they were before this task; what you changed since stays", onClick: () => { actions.undo(); } })}</div>` : nothing}
      ${resumable ? html`<div class="outcome-actions">${button({ label: "Resume", title: "Go on where the task stopped", onClick: () => { actions.resume(); } })}</div>` : nothing}
    </div>
  </section>`;
}

function undoneText({ restored, kept }: NonNullable<TaskView["undone"]>): string {
  const back = `Undone: ${restored.length} ${restored.length === 1 ? "file is" : "files are"} as before.`;
  return kept.length === 0 ? back : `${back} Left alone, because you changed the same lines since: ${visibleProse(kept.join(", "))}.`;
}
