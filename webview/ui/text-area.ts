import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

export interface TextAreaOptions {
  /** Read out, not shown. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Enter without Shift, outside of an input method's composition. */
  readonly onEnter: () => void;
  /** Enter with Ctrl or Cmd. */
  readonly onModifiedEnter: () => void;
}

/** A text area that grows with its text. Its label is slotted text: the toolkit overwrites `aria-label`. */
export function textArea({ label, placeholder, value, onInput, onEnter, onModifiedEnter }: TextAreaOptions): TemplateResult {
  const input = (event: Event): void => {
    if (event.target !== null && "value" in event.target && typeof event.target.value === "string") onInput(event.target.value);
  };
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) onModifiedEnter();
    else onEnter();
  };
  return html`<vscode-text-area rows="2" resize="none" placeholder=${placeholder} .value=${live(value)} @input=${input} @keydown=${keydown}>${label}</vscode-text-area>`;
}
