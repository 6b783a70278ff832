import { html, nothing, type TemplateResult } from "lit-html";

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** `secondary` when absent. */
  readonly appearance?: "primary" | "secondary";
  readonly disabled?: boolean;
  readonly title?: string;
  readonly icon?: TemplateResult;
}

/** A button with words. */
export function button({ label, onClick, appearance = "secondary", disabled = false, title, icon }: ButtonOptions): TemplateResult {
  return html`<vscode-button appearance=${appearance} ?disabled=${disabled} title=${title ?? nothing} @click=${onClick}>${icon === undefined ? nothing : html`<span slot="start" class="button-icon">${icon}</span>`}${label}</vscode-button>`;
}

export interface IconButtonOptions {
  /** What it does, and to what: it has no words of its own. */
  readonly label: string;
  readonly icon: TemplateResult;
  readonly onClick: () => void;
  readonly classes?: string;
}

/** A small button with an icon: the browser's own, because a list has hundreds of them. */
export function iconButton({ label, icon, onClick, classes = "" }: IconButtonOptions): TemplateResult {
  return html`<button type="button" class="icon-button ${classes}" aria-label=${label} title=${label} @click=${onClick}>${icon}</button>`;
}
