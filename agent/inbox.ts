import type { Host } from "../engine/agent-api/host.ts";
import type { Step } from "./plan.ts";

/** What the user did since the plan was looked at last. */
export interface PlanNews {
  readonly messages: readonly string[];
  /** The messages were heard by a step that was worked then. */
  readonly heard: boolean;
  /** The plan, where the user changed it. */
  readonly steps: readonly Step[] | undefined;
}

/** What the user says and changes while the task runs; steps that work at the same time all hear it. Both wait while the user holds the task. */
export interface Inbox {
  readonly forPlan: () => Promise<PlanNews>;
  /** What was said since this step was asked last. */
  readonly forStep: (step: Step) => Promise<readonly string[]>;
  /** Everything that was said so far. */
  readonly all: () => readonly string[];
}

export function createInbox(host: Host): Inbox {
  const messages: string[] = [];
  const heardBy = new WeakMap<Step, number>();
  let heardInSteps = 0;
  let seenByPlan = 0;
  let steps: readonly Step[] | undefined;
  const ask = async (): Promise<void> => {
    const news = await host.news();
    messages.push(...news.messages);
    steps = news.steps ?? steps;
  };
  return {
    forPlan: async () => {
      await ask();
      const news = { messages: messages.slice(seenByPlan), heard: heardInSteps >= messages.length, steps };
      seenByPlan = messages.length;
      steps = undefined;
      return news;
    },
    forStep: async (step) => {
      // What was said before is in the step's opening.
      const from = heardBy.get(step) ?? messages.length;
      await ask();
      heardBy.set(step, messages.length);
      heardInSteps = messages.length;
      return messages.slice(from);
    },
    all: () => messages,
  };
}
