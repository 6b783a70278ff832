import { html, nothing, type TemplateResult } from "lit-html";
import type { CallView } from "../../engine/protocol/model-view.ts";
import { roleName } from "../telling/roles.ts";
import { visibleProse } from "../text/visible.ts";

/** Lines of a running answer that show; the whole of it comes as a message. */
const LINES = 6;

/** What a model says, or thinks, while it answers. Silent for screen readers, who get the whole. */
export function modelCall({ role, text, reasoning }: CallView): TemplateResult {
  const live = text === "" ? reasoning : text;
  if (live === "") return html`${nothing}`;
  const tail = live.trimEnd().split("\n").slice(-LINES).join("\n");
  return html`<div class="model-call" aria-hidden="true">
    <span class="speaker">${roleName(role)}${text === "" ? " thinks" : ""}</span>
    <p>${visibleProse(tail)}</p>
  </div>`;
}
