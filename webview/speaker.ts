import type { TaskView } from "../engine/protocol/task-view.ts";
import type { PageState } from "./state/page-state.ts";
import { announcement } from "./telling/status.ts";
import { visibleProse } from "./text/visible.ts";

/** Says briefly, through one polite live region, what changed since the last time. */
export interface Speaker {
  speak(state: PageState): void;
}

export function createSpeaker(): Speaker {
  const region = document.createElement("div");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  document.body.append(region);
  let view: TaskView | undefined;
  let failure: string | undefined;
  return {
    speak: (state) => {
      const news = state.failure !== undefined && state.failure !== failure ? visibleProse(state.failure) : state.task === undefined ? undefined : announcement(view, state.task.view);
      failure = state.failure;
      view = state.task?.view;
      if (news !== undefined) region.textContent = news;
    },
  };
}
