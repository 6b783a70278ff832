import * as z from "zod/mini";
import { type HostState, type ToPage, toPageSchema } from "../../engine/protocol/panel.ts";
import type { CutStep } from "../view/actions.ts";
import { isRunning, type OpenTask, openTask, takeEvents } from "./open-task.ts";

/** All that the page shows is a function of this. */
export interface PageState {
  /** undefined until the host has said it. */
  readonly host: HostState | undefined;
  readonly task: OpenTask | undefined;
  /** A request that was sent, until its task opens. */
  readonly sent: string | undefined;
  /** What stands in the text area. */
  readonly draft: string;
  readonly failure: string | undefined;
  /** Sections that the user opened (true) or closed (false), by key. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** The task that `folds` are of. */
  readonly foldsOf: string | undefined;
  /** The approval that the user has answered, until the host says so. */
  readonly answered: string | undefined;
  /** Can be put back until the user changes the plan again. */
  readonly cut: CutStep | undefined;
}

export const initialPageState: PageState = { host: undefined, task: undefined, sent: undefined, draft: "", failure: undefined, folds: {}, foldsOf: undefined, answered: undefined, cut: undefined };

/** The state after a message from the host. What is no message of the protocol changes nothing but `failure`. */
export function receive(state: PageState, value: unknown): PageState {
  const parsed = z.safeParse(toPageSchema, value);
  if (!parsed.success) return { ...state, failure: "The panel got a message that it does not understand, and ignored it." };
  return take(state, parsed.data);
}

function take(state: PageState, message: ToPage): PageState {
  switch (message.kind) {
    case "state":
      return { ...state, host: message.state };
    case "task_opened":
      return { ...state, task: openTask(message.task), sent: undefined, cut: undefined, failure: undefined, folds: message.task === state.foldsOf ? state.folds : {}, foldsOf: message.task };
    case "events":
      return takeTaskEvents(state, message.task, message.events);
    case "failure":
      return { ...state, failure: message.text, sent: undefined, draft: state.draft === "" ? (state.sent ?? "") : state.draft, answered: undefined };
    case "focus_request":
      return { ...state, draft: message.text === "" ? state.draft : message.text };
  }
}

function takeTaskEvents(state: PageState, id: string, events: readonly unknown[]): PageState {
  // Events of a task that is no longer open may still be under way.
  if (state.task?.id !== id) return state;
  const { task, broken } = takeEvents(state.task, events);
  return { ...state, task, failure: broken === undefined ? state.failure : "The panel got an event that it does not understand, and ignored it. The task's log may be damaged." };
}

/** Longest request that the host takes, in characters. */
export const LONGEST_REQUEST = 100_000;

/** What the user can do with the draft: start a task with it, or tell it to the one that runs. */
export function sendability(state: PageState): "ready" | "running" | "empty" | "too_long" | "busy" | "no_folder" {
  if (state.host?.workspace === undefined) return "no_folder";
  if (state.sent !== undefined) return "busy";
  const { length } = state.draft.trim();
  if (length === 0) return "empty";
  if (length > LONGEST_REQUEST) return "too_long";
  return isRunning(state.task) ? "running" : "ready";
}
