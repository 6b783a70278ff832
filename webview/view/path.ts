import { html, nothing, type TemplateResult } from "lit-html";
import type { PathLabel } from "../text/paths.ts";

/** A name and its folder, as VS Code lists files. */
export function pathText({ name, folder }: PathLabel): TemplateResult {
  return html`<span class="path"><bdi class="name">${name}</bdi>${folder === "" ? nothing : html` <bdi class="folder">${folder}</bdi>`}</span>`;
}
