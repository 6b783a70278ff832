import { html, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import { roleName } from "../telling/roles.ts";
import { type Block, messageBlocks, type Span } from "../text/message-blocks.ts";
import { visibleProse } from "../text/visible.ts";
import { icon } from "./icons.ts";

/** What a role said. */
export function message({ role, text }: TaskView["messages"][number]): TemplateResult {
  return html`<article class="message" aria-label=${`${roleName(role)} says`}>
    <h3 class="speaker">${roleName(role)}</h3>
    ${messageBlocks(visibleProse(text)).map(block)}
  </article>`;
}

/** One part of a text. */
export function block(part: Block): TemplateResult {
  switch (part.kind) {
    case "paragraph":
      return html`<p>${part.spans.map(span)}</p>`;
    case "heading":
      return html`<h4>${part.spans.map(span)}</h4>`;
    case "code":
      return html`<pre class="code" tabindex="0" aria-label="Code">${part.text}</pre>`;
    case "list":
      return part.ordered ? html`<ol>${part.items.map((item) => html`<li>${item.map(span)}</li>`)}</ol>` : html`<ul>${part.items.map((item) => html`<li>${item.map(span)}</li>`)}</ul>`;
  }
}

function span({ text, as }: Span): TemplateResult | string {
  if (as === "plain") return text;
  return as === "code" ? html`<code>${text}</code>` : html`<strong>${text}</strong>`;
}

/** A line that the user should not miss. */
export function notice(tone: "warning" | "info", text: string): TemplateResult {
  return html`<div class="notice ${tone}">${icon(tone)}<p><span class="visually-hidden">${tone === "warning" ? "Warning:" : "Note:"} </span>${visibleProse(text)}</p></div>`;
}
