import type { Host } from "../engine/agent-api/host.ts";
import type { Step } from "./plan.ts";

/** What the user says and changes while the task runs; steps that work at the same time all hear it. */
export interface Inbox {
  /** Asks for news; waits while the user holds the task. Returns the messages that `listener` has not had. */
  readonly hear: (listener: object) => Promise<readonly string[]>;
  /** The plan as the user changed it since this was asked last. */
  readonly changedPlan: () => readonly Step[] | undefined;
}

export function createInbox(host: Host): Inbox {
  const messages: string[] = [];
  const heard = new WeakMap<object, number>();
  let plan: readonly Step[] | undefined;
  return {
    hear: async (listener) => {
      // Who listens for the first time hears what is new from here on.
      const from = heard.get(listener) ?? messages.length;
      const news = await host.news();
      messages.push(...news.messages);
      plan = news.steps ?? plan;
      heard.set(listener, messages.length);
      return messages.slice(from);
    },
    changedPlan: () => {
      const changed = plan;
      plan = undefined;
      return changed;
    },
  };
}
