import { html, nothing, type TemplateResult } from "lit-html";
import type { ApprovalMode } from "../../engine/protocol/words.ts";
import type { PageState } from "../state/page-state.ts";
import { roleLabels } from "../telling/roles.ts";
import { dropdown } from "../ui/dropdown.ts";
import type { Actions } from "./actions.ts";

const modes: readonly { readonly value: ApprovalMode; readonly label: string; readonly title: string }[] = [
  { value: "suggest", label: "Suggest", title: "Asks before every edit and every command" },
  { value: "auto-edit", label: "Auto edit", title: "Applies edits inside the workspace; asks before every command" },
  { value: "full-auto", label: "Full auto", title: "Applies edits and runs commands in the sandbox without asking" },
];

/** Which models work, and what they may do without a question. */
export function header({ host, task }: PageState, actions: Actions): TemplateResult {
  if (host === undefined) return html`<header class="header"></header>`;
  const roles = task === undefined || task.view.roles.length === 0 ? host.roles : task.view.roles;
  return html`<header class="header">
    <ul class="roles" aria-label="Models">
      ${roleLabels(roles).map(({ roles: names, model, tip }) => html`<li title=${tip}><span class="role">${names}</span> <span class="model">${model}</span></li>`)}
    </ul>
    ${host.workspace === undefined
      ? nothing
      : dropdown({
          label: "Approval mode",
          title: `Approval mode: ${modes.find(({ value }) => value === host.approvalMode)?.title ?? ""}`,
          value: host.approvalMode,
          choices: modes,
          onChange: (mode) => { actions.setMode(mode); },
        })}
  </header>`;
}
