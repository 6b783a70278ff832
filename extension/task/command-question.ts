import { window } from "vscode";
import type { CommandAnswer } from "../../engine/protocol/words.ts";
import type { FrontEnd } from "../../engine/task/front-end.ts";

/** Questions whether a command may run; the panel and a notification can both answer, the first one counts. */
export interface CommandQuestions {
  readonly ask: FrontEnd["approveCommand"];
  /** False: no such question is open (any more). */
  readonly answer: (approval: string, answer: CommandAnswer) => boolean;
}

const RUN = "Run in Sandbox";
const SKIP = "Skip";

/** @param panelVisible where the panel is hidden, a notification asks too */
export function createCommandQuestions(panelVisible: () => boolean): CommandQuestions {
  const open = new Map<string, (answer: CommandAnswer) => void>();
  const answer = (approval: string, given: CommandAnswer): boolean => {
    const resolve = open.get(approval);
    open.delete(approval);
    resolve?.(given);
    return resolve !== undefined;
  };
  return {
    answer,
    ask: ({ approval, command, reason, rule }, signal) =>
      new Promise((resolve) => {
        open.set(approval, resolve);
        signal.addEventListener("abort", () => { answer(approval, "denied"); }, { once: true });
        if (panelVisible()) return;
        const warning = reason === "" ? "" : ` ${reason}`;
        const always = rule === "" ? [] : [`Always Allow ${rule}`];
        void window.showInformationMessage(`Unified DGM would like to run “${command}” in the sandbox.${warning}`, RUN, ...always, SKIP).then((chosen) => {
          if (chosen !== undefined) answer(approval, chosen === SKIP ? "denied" : chosen === RUN ? "approved" : "always");
        });
      }),
  };
}
