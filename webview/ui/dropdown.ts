import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

export interface DropdownOptions<Value extends string> {
  readonly label: string;
  readonly title: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly title: string }[];
  readonly onChange: (value: Value) => void;
}

/** One choice of a few. Shows `value` even after the user chose another, until `value` is that one. */
export function dropdown<Value extends string>({ label, title, value, choices, onChange }: DropdownOptions<Value>): TemplateResult {
  const change = (event: Event): void => {
    const chosen = event.target !== null && "value" in event.target ? event.target.value : undefined;
    const choice = choices.find((each) => each.value === chosen);
    if (choice !== undefined && choice.value !== value) onChange(choice.value);
  };
  return html`<vscode-dropdown aria-label=${label} title=${title} .value=${live(value)} @change=${change}>
    ${choices.map((choice) => html`<vscode-option value=${choice.value} title=${choice.title} ?selected=${choice.value === value}>${choice.label}</vscode-option>`)}
  </vscode-dropdown>`;
}
