import { randomUUID } from "node:crypto";
import type { News } from "../agent-api/host.ts";
import { UserError } from "../errors.ts";
import type { EventBody } from "../protocol/event.ts";
import type { ApprovalMode, Step } from "../protocol/words.ts";

/** What a user can do to a task while it runs. Each is in the log before it counts. */
export interface Steering {
  /** Tells the agent something; it hears it before its next step or model call. */
  readonly say: (text: string) => Promise<void>;
  /** Puts these steps in the place of those that have not begun. @throws UserError `conflict` when a step given as new has begun */
  readonly changePlan: (steps: readonly PlannedStep[]) => Promise<void>;
  readonly setApprovalMode: (mode: ApprovalMode) => Promise<void>;
  /** Nothing new begins until it is released. */
  readonly hold: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** A step as a user writes it; without an id it is a new one. */
export type PlannedStep = Omit<Step, "id"> & { readonly id?: string | undefined };

/** The kernel's side of the steering. */
export interface Steered extends Steering {
  readonly approvalMode: () => ApprovalMode;
  /** Told of each event of the agent, so that it is known which steps have begun. */
  readonly observe: (event: EventBody) => void;
  /** What is new since the last call; waits while the task is held. @throws the signal's reason when canceled */
  readonly news: () => Promise<News>;
}

export interface SteeringOptions {
  readonly emit: (event: EventBody) => Promise<void>;
  readonly approvalMode: ApprovalMode;
  readonly signal: AbortSignal;
}

export function createSteering({ emit, approvalMode, signal }: SteeringOptions): Steered {
  let mode = approvalMode;
  let plan: readonly Step[] = [];
  let changed = false;
  let messages: string[] = [];
  let held: PromiseWithResolvers<undefined> | undefined;
  const begun = new Set<string>();
  signal.addEventListener("abort", () => held?.resolve(undefined), { once: true });

  return {
    say: async (text) => {
      await emit({ type: "user_message", text });
      messages.push(text);
    },
    changePlan: async (wanted) => {
      const late = wanted.find(({ id }) => id !== undefined && begun.has(id));
      if (late !== undefined) throw new UserError("conflict", `The step "${late.title}" has begun already.`, "The plan is as it was; change the steps that wait.");
      const steps = [...plan.filter(({ id }) => begun.has(id)), ...wanted.map((step) => ({ ...step, id: step.id ?? randomUUID().slice(0, 8) }))];
      plan = steps;
      changed = true;
      await emit({ type: "plan_changed", by: "user", steps });
    },
    setApprovalMode: async (next) => {
      if (next === mode) return;
      await emit({ type: "approval_mode_changed", approvalMode: next });
      mode = next;
    },
    hold: async () => {
      if (held !== undefined) return;
      held = Promise.withResolvers<undefined>();
      await emit({ type: "task_held" });
    },
    release: async () => {
      if (held === undefined) return;
      await emit({ type: "task_released" });
      held.resolve(undefined);
      held = undefined;
    },
    approvalMode: () => mode,
    observe: (event) => {
      if (event.type === "plan_created" || event.type === "plan_changed") plan = event.steps;
      if (event.type === "step_started") begun.add(event.step);
    },
    news: async () => {
      while (held !== undefined && !signal.aborted) await held.promise;
      signal.throwIfAborted();
      const news: News = { messages, ...(changed ? { steps: [...plan] } : {}) };
      messages = [];
      changed = false;
      return news;
    },
  };
}
