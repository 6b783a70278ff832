import { render } from "lit-html";
import type { Host } from "./host.ts";
import { oncePerFrame } from "./frames.ts";
import { type PageState, receive, sendability } from "./state/page-state.ts";
import { fromStored, toStored } from "./state/stored-state.ts";
import { createSpeaker } from "./speaker.ts";
import { type Follower, followEnd } from "./scrolling.ts";
import type { Actions } from "./view/actions.ts";
import { layout } from "./view/layout.ts";

/** Runs the page in `app`: messages and the user's actions change the state; messages are taken and drawn once per frame. */
export function startPage(app: HTMLElement, host: Host): void {
  const stored = fromStored(host.stored());
  let { state } = stored;
  let restoring = state.foldsOf === undefined ? null : { task: state.foldsOf, position: stored.scroll };
  let follower: Follower | undefined;
  const inbox: unknown[] = [];
  const speaker = createSpeaker();

  const draw = (): void => {
    const news = inbox.splice(0);
    for (const value of news) state = receive(state, value);
    const focused = document.activeElement;
    render(layout(state, actions, { toEnd: () => follower?.toEnd() }), app);
    const area = app.querySelector<HTMLElement>(".transcript");
    if (area === null) return;
    follower ??= followEnd(area, (follows) => {
      app.classList.toggle("scrolled-up", !follows);
      store();
    });
    if (restoring !== null && state.task !== undefined && state.task.view.next > 0) {
      if (restoring.task === state.task.id) follower.restore(restoring.position);
      restoring = null;
    }
    if (news.length > 0 && state.task !== undefined) follower.grown();
    speaker.speak(state);
    keepFocus(focused, area);
    store();
  };
  const redraw = oncePerFrame(draw);
  const store = oncePerFrame(() => { host.store(toStored(state, restoring === null ? (follower?.position() ?? null) : restoring.position)); });
  /** What the user does shows at once. */
  const change = (part: Partial<PageState>): void => {
    state = { ...state, ...part };
    draw();
  };
  const focusDraft = (): void => { app.querySelector<HTMLElement>("vscode-text-area")?.focus(); };
  const actions: Actions = {
    edit: (draft) => { change({ draft }); },
    send: () => {
      const can = sendability(state);
      const request = state.draft.trim();
      if (can === "running") {
        host.post({ kind: "say", text: request });
        change({ draft: "" });
        return;
      }
      if (can !== "ready") return;
      host.post({ kind: "submit", request });
      change({ draft: "", sent: request, failure: undefined });
      follower?.toEnd();
      focusDraft();
    },
    queue: () => {
      if (sendability(state) !== "running") return;
      host.post({ kind: "queue", request: state.draft.trim() });
      change({ draft: "" });
      focusDraft();
    },
    unqueue: (index) => { host.post({ kind: "unqueue", index }); },
    runQueue: () => { host.post({ kind: "run_queue" }); },
    changePlan: (steps, cut) => {
      host.post({ kind: "plan", steps: [...steps] });
      change({ cut });
    },
    hold: (held) => { host.post({ kind: held ? "hold" : "release" }); },
    undo: () => { host.post({ kind: "undo" }); },
    cancel: () => { host.post({ kind: "cancel" }); },
    example: (draft) => {
      change({ draft });
      focusDraft();
    },
    setMode: (mode) => {
      host.post({ kind: "set_mode", mode });
      // Until the host says that it is so, the mode is what it was.
      redraw();
    },
    review: (path) => { host.post({ kind: "review", ...(path === undefined ? {} : { path }) }); },
    decide: (decision, path) => { host.post({ kind: "decide", decision, ...(path === undefined ? {} : { path }) }); },
    resume: () => { host.post({ kind: "resume" }); },
    discard: () => { host.post({ kind: "discard" }); },
    answer: (approval, answer) => {
      host.post({ kind: "answer", approval, answer });
      change({ answered: approval });
    },
    openFolder: () => { host.post({ kind: "open_folder" }); },
    chooseFolder: () => { host.post({ kind: "choose_folder" }); },
    manageTrust: () => { host.post({ kind: "manage_trust" }); },
    fold: (key, open) => {
      change({ folds: { ...state.folds, [key]: open } });
      follower?.changed();
    },
    dismissFailure: () => { change({ failure: undefined }); },
  };

  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    inbox.push(data);
    redraw();
    if (isFocusRequest(data)) requestAnimationFrame(focusDraft);
  });
  draw();
  host.post({ kind: "ready" });
}

function isFocusRequest(data: unknown): boolean {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "focus_request";
}

/** When what had the focus was taken away, the focus goes to the transcript, not to nowhere. */
function keepFocus(before: Element | null, area: HTMLElement): void {
  if (before === null || before === document.body) return;
  // Lists look after their own focus first, in a microtask of their own.
  queueMicrotask(() => {
    if (document.activeElement !== document.body) return;
    // What was only moved gets it back.
    (before.isConnected && before instanceof HTMLElement ? before : area).focus({ preventScroll: true });
  });
}

