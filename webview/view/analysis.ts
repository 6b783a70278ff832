import { html, nothing, type TemplateResult } from "lit-html";
import type { TaskView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { count } from "../text/format.ts";
import { pathLabel } from "../text/paths.ts";
import { visibleLine, visibleProse } from "../text/visible.ts";
import type { Actions } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon } from "./icons.ts";
import { pathText } from "./path.ts";

/** Which files matter, and why. */
export function analysis({ analysis: found }: TaskView, state: PageState, actions: Actions): TemplateResult {
  if (found === undefined) return html`${nothing}`;
  const { files, relevant } = found;
  if (relevant === undefined) return heading(`Analyzing ${count(files, "file")}`);
  const text = `${count(files, "file")} analyzed, ${relevant.length === 1 ? "1 matters" : `${relevant.length.toLocaleString("en-US")} matter`}`;
  if (relevant.length === 0) return heading(text);
  return disclosure(state, actions, {
    key: "analysis",
    open: false,
    summary: html`${icon("search")}<h3>${text}</h3>`,
    body: () => html`<ul class="relevant">
      ${relevant.map(({ path, reason }) => html`<li title=${visibleLine(path)}>${pathText(pathLabel(path))}${reason === "" ? nothing : html`<span class="reason">${visibleProse(reason)}</span>`}</li>`)}
    </ul>`,
  });
}

function heading(text: string): TemplateResult {
  return html`<div class="section-head">${icon("search")}<h3>${text}</h3></div>`;
}
