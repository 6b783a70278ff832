import { html, nothing, type TemplateResult } from "lit-html";
import { isRunning } from "../state/open-task.ts";
import { LONGEST_REQUEST, type PageState, sendability } from "../state/page-state.ts";
import { visibleLine } from "../text/visible.ts";
import { button, iconButton } from "../ui/button.ts";
import { textArea } from "../ui/text-area.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

const modifiedEnter = navigator.platform.startsWith("Mac") ? "⌘Enter" : "Ctrl+Enter";

/** Where the user says what is to be done. */
export function composer(state: PageState, actions: Actions): TemplateResult {
  if (state.host?.workspace === undefined) return html`${nothing}`;
  const running = isRunning(state.task) || state.sent !== undefined;
  const can = sendability(state);
  return html`${queued(state, running, actions)}<form class="composer" aria-label="Request" @submit=${(event: Event) => { event.preventDefault(); }}>
    ${textArea({
      label: "Request",
      placeholder: running ? "Tell the task something, or queue the next request" : "What should be done?",
      value: state.draft,
      onInput: (draft) => { actions.edit(draft); },
      onEnter: () => { actions.send(); },
      onModifiedEnter: () => { if (running) actions.queue(); else actions.send(); },
    })}
    ${state.host.several === true ? folderChoice(state.host.workspace, actions) : nothing}
    <div class="composer-foot">
      <span class="hint">${can === "too_long" ? html`<span class="too-long">At most ${LONGEST_REQUEST.toLocaleString("en-US")} characters; this has ${state.draft.trim().length.toLocaleString("en-US")}.</span>` : running ? html`<kbd>Enter</kbd> tells it<span class="hint-more">, <kbd>${modifiedEnter}</kbd> queues</span>` : html`<kbd>Enter</kbd> sends<span class="hint-more">, <kbd>Shift+Enter</kbd> breaks the line</span>`}</span>
      ${running ? button({ label: "Cancel", icon: icon("stop"), onClick: () => { actions.cancel(); }, title: "Cancel the task" }) : nothing}
      ${can === "running" ? button({ label: "Queue", title: `Start it when this task has ended (${modifiedEnter})`, onClick: () => { actions.queue(); } }) : nothing}
      ${can === "busy" || (running && can === "empty") ? nothing : button({ label: running ? "Tell" : "Send", icon: icon("send"), appearance: "primary", disabled: can !== "ready" && can !== "running", onClick: () => { actions.send(); } })}
    </div>
  </form>`;
}

/** Of several folders, the one that the request is for. */
function folderChoice(workspace: string, actions: Actions): TemplateResult {
  const name = workspace === "" ? "Choose a folder" : visibleLine(workspace);
  return html`<button type="button" class="folder-choice" title="The folder that the next task works in" aria-label=${`Folder: ${name}. Choose another`} @click=${() => { actions.chooseFolder(); }}>${icon("folder")}<span class="folder-name">${name}</span>${icon("chevron")}</button>`;
}

/** The requests that wait for the running task's end. */
function queued({ host }: PageState, running: boolean, actions: Actions): TemplateResult {
  const waiting = host?.queue ?? [];
  if (waiting.length === 0) return html`${nothing}`;
  return html`<section class="queue" aria-label="Queue">
    <ul>${waiting.map((text, index) => html`<li><span class="queued" title=${text}>${visibleLine(text)}</span>${iconButton({ label: `Remove from the queue: ${text}`, icon: icon("reject"), onClick: () => { actions.unqueue(index); } })}</li>`)}</ul>
    ${running ? nothing : button({ label: "Start the queue", onClick: () => { actions.runQueue(); } })}
  </section>`;
}
