import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";

/** Drawn on 16 × 16 with a 1.2 stroke in the color of the text around. */
const shapes = {
  accept: svg`<path d="M3 8.5 6.4 12 13 4.5"/>`,
  reject: svg`<path d="m4 4 8 8m0-8-8 8"/>`,
  done: svg`<circle cx="8" cy="8" r="6"/><path d="m5.3 8.2 1.9 2 3.5-4.2"/>`,
  failed: svg`<circle cx="8" cy="8" r="6"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"/>`,
  pending: svg`<circle cx="8" cy="8" r="6"/>`,
  skipped: svg`<circle cx="8" cy="8" r="6"/><path d="M5.2 8h5.6"/>`,
  running: svg`<circle class="track" cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 6 6"/>`,
  warning: svg`<path d="M8 2.2 14.4 13.4H1.6Z"/><path d="M8 6.4v3.4m0 1.5v.9"/>`,
  error: svg`<circle cx="8" cy="8" r="6"/><path d="M8 4.6v4.2m0 1.6v1"/>`,
  info: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.2v4.2m0-6.8v1"/>`,
  chevron: svg`<path d="m6 4 4 4-4 4"/>`,
  search: svg`<circle cx="6.8" cy="6.8" r="4.3"/><path d="m10 10 4 4"/>`,
  plan: svg`<path d="m2 4.2 1.1 1.2L5 3.2M2 11l1.1 1.2L5 10M7.5 4.5H14M7.5 11.3H14"/>`,
  diff: svg`<path d="M4 2.5h5.5L13 6v7.5H4Z"/><path d="M8.5 6v3.4M6.8 7.7h3.4M6.8 11.3h3.4"/>`,
  terminal: svg`<rect x="1.6" y="2.6" width="12.8" height="10.8" rx="1"/><path d="m4.2 6 2.2 2-2.2 2M8 10.4h3.6"/>`,
  shield: svg`<path d="M8 1.8 13.2 3.7v3.7c0 3.3-2.1 5.6-5.2 6.8-3.1-1.2-5.2-3.5-5.2-6.8V3.7Z"/>`,
  folder: svg`<path d="M1.8 3.4h4.4l1.5 1.8h6.5v7.6H1.8Z"/>`,
  send: svg`<path d="M2.4 8 13.6 2.6 11 13.4 7.8 9.2ZM7.8 9.2l5.8-6.6"/>`,
  stop: svg`<rect x="3.6" y="3.6" width="8.8" height="8.8" rx="1"/>`,
  up: svg`<path d="M8 13V3.5m-4 4 4-4 4 4"/>`,
  add: svg`<path d="M8 3v10M3 8h10"/>`,
  down: svg`<path d="M8 3v9.5m-4-4 4 4 4-4"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

/** A picture without a meaning of its own: words beside it, or the label of its button, say it. */
export function icon(name: IconName, classes = ""): TemplateResult {
  return html`<svg class="icon icon-${name} ${classes}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}
