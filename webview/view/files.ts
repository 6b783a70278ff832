import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { repeat } from "lit-html/directives/repeat.js";
import type { FileView, TaskView } from "../../engine/protocol/task-view.ts";
import type { PageState } from "../state/page-state.ts";
import { type FileLabel, fileLabel, type FileStanding, type FilesLabel, filesLabel } from "../telling/file.ts";
import { button, iconButton } from "../ui/button.ts";
import type { Actions } from "./actions.ts";
import { disclosure } from "./disclosure.ts";
import { icon, type IconName } from "./icons.ts";
import { pathText } from "./path.ts";

/** Rows that are shown before the user asks for all. */
const FIRST_ROWS = 200;

const icons: Readonly<Record<FileStanding, IconName>> = { pending: "pending", accepted: "accept", rejected: "reject", mixed: "skipped" };

/** What the task proposes, and what the user decides about it. */
export function files(view: TaskView, state: PageState, actions: Actions): TemplateResult {
  const label = filesLabel(view);
  if (view.files.length === 0) return html`${nothing}`;
  const all = state.folds["files-all"] === true;
  const shown = all ? view.files : view.files.slice(0, FIRST_ROWS);
  return html`<section class="files" aria-label="Proposed files">
    ${disclosure(state, actions, {
      key: "files",
      open: true,
      summary: html`${icon("diff")}<h3>${label.heading}</h3><span class="aside">${lines(label.added, label.removed)}</span>`,
      body: () => html`<dgm-rows class="rows" role="grid" aria-label="Proposed files">
          ${repeat(shown, ({ path }) => path, (file) => guard([file, label.decidable, label.resumable], () => row(file, label, actions)))}
        </dgm-rows>
        ${shown.length === view.files.length ? nothing : html`<div class="more">${button({ label: `Show all ${view.files.length} files`, onClick: () => { actions.fold("files-all", true); } })}</div>`}`,
    })}
    ${label.decidable ? decisions(label, actions) : nothing}
    ${label.resumable
      ? html`<div class="buttons">
          ${button({ label: "Resume review", icon: icon("diff"), appearance: "primary", onClick: () => { actions.review(); } })}
          ${button({ label: "Discard", title: "Reject what is left undecided", onClick: () => { actions.discard(); } })}
        </div>`
      : nothing}
  </section>`;
}

function decisions({ open }: FilesLabel, actions: Actions): TemplateResult {
  return html`<div class="buttons">
    ${button({ label: "Review changes", icon: icon("diff"), appearance: "primary", title: "Open the differences in the editor", onClick: () => { actions.review(); } })}
    ${button({ label: "Accept all", title: `Accept what is left in ${open} files`, onClick: () => { actions.decide("accept"); } })}
    ${button({ label: "Reject all", title: `Reject what is left in ${open} files`, onClick: () => { actions.decide("reject"); } })}
  </div>`;
}

function row(file: FileView, { decidable, resumable }: FilesLabel, actions: Actions): TemplateResult {
  const label = fileLabel(file);
  const open = !file.decided;
  const openable = open && (decidable || resumable);
  return html`<div class="row ${label.standing} ${file.kind}${open && file.accepted + file.rejected > 0 ? " begun" : ""}" role="row" title=${`${label.tip}\n${label.kind} · ${label.state}`}>
    <div role="gridcell" class="cell-path">${openable ? openButton(file, label, actions) : html`<span class="file" tabindex="-1" aria-label=${`${label.tip}, ${label.kind.toLowerCase()}, ${label.state}`}>${fileText(label)}</span>`}</div>
    <div role="gridcell" class="cell-lines">${lines(file.added, file.removed)}</div>
    <div role="gridcell" class="cell-state">
      ${open && decidable
        ? html`${file.accepted + file.rejected > 0 ? html`<span class="state">${label.state}</span>` : nothing}
          ${iconButton({ label: `Accept ${label.tip}`, icon: icon("accept"), classes: "accept", onClick: () => { actions.decide("accept", file.path); } })}
          ${iconButton({ label: `Reject ${label.tip}`, icon: icon("reject"), classes: "reject", onClick: () => { actions.decide("reject", file.path); } })}`
        : open
          ? nothing
          : html`<span class="state">${icon(icons[label.standing])}<span class="state-text">${label.state}</span></span>`}
    </div>
  </div>`;
}

function openButton(file: FileView, label: FileLabel, actions: Actions): TemplateResult {
  return html`<button type="button" class="file" aria-label=${`Open the changes of ${label.tip}, ${label.kind.toLowerCase()}, ${label.state}`} @click=${() => { actions.review(file.path); }}>${fileText(label)}</button>`;
}

function fileText({ letter, path }: FileLabel): TemplateResult {
  return html`<span class="letter" aria-hidden="true">${letter}</span>${pathText(path)}`;
}

function lines(added: number, removed: number): TemplateResult {
  return html`<span class="lines"><span class="visually-hidden">${added} lines added, ${removed} removed</span><span aria-hidden="true"><span class="added">+${added}</span> <span class="removed">−${removed}</span></span></span>`;
}
