import { html, nothing, type TemplateResult } from "lit-html";
import type { Outcome } from "../../engine/protocol/words.ts";
import { outcomeNames } from "../telling/status.ts";
import { messageBlocks } from "../text/message-blocks.ts";
import { visibleProse } from "../text/visible.ts";
import { icon, type IconName } from "./icons.ts";
import { block } from "./message.ts";

const icons: Readonly<Record<Outcome, IconName>> = { completed: "done", answered: "info", failed: "failed", canceled: "skipped", stopped: "stop" };

/** How the task ended. */
export function outcome(kind: Outcome, summary: string): TemplateResult {
  return html`<section class="outcome ${kind}" aria-label="Result">
    ${icon(icons[kind])}
    <div class="outcome-text"><h3>${outcomeNames[kind]}</h3>${summary === "" ? nothing : messageBlocks(visibleProse(summary)).map(block)}</div>
  </section>`;
}
