import type { TaskEvent } from "./event.ts";
import type { Provider, Role } from "./words.ts";

/** What one model did in one role. Its figures are the sums of its provider's usage records. */
export interface SpendingView {
  readonly role: Role;
  readonly provider: Provider;
  readonly model: string;
  readonly calls: number;
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
  /** Picodollars (10⁻¹² US dollars, whole numbers); null where a call's price is not known. */
  readonly cost: number | null;
}

/** A call while it runs. */
export interface CallView {
  readonly call: string;
  readonly role: Role;
  readonly model: string;
  /** What the model writes and thinks, the end of it. */
  readonly text: string;
  readonly reasoning: string;
}

/** A call that failed and will be made again. */
export type RetryView = Omit<Extract<TaskEvent, { type: "model_call_retried" }>, "type" | "seq" | "time">;

export interface ModelsView {
  readonly spending: readonly SpendingView[];
  readonly calls: readonly CallView[];
  readonly retry: RetryView | undefined;
}

export const noModels: ModelsView = { spending: [], calls: [], retry: undefined };

type ModelEvent = Extract<TaskEvent, { type: "model_output" | `model_call_${string}` }>;

/** Characters of a running call that a view keeps. */
const TAIL = 20_000;

/** The models' part of a task's view after one more of their events. Pure. */
export function foldModelEvent(view: ModelsView, event: ModelEvent): ModelsView {
  switch (event.type) {
    case "model_call_started":
      return { ...view, retry: undefined, calls: [...view.calls.filter((each) => each.call !== event.call), { call: event.call, role: event.role, model: event.model, text: "", reasoning: "" }] };
    case "model_output":
      return { ...view, calls: view.calls.map((each) => (each.call === event.call ? append(each, event) : each)) };
    case "model_call_retried":
      return { ...view, retry: { role: event.role, model: event.model, attempt: event.attempt, delayMs: event.delayMs, reason: event.reason } };
    case "model_call_finished":
      return { ...view, spending: spend(view.spending, event), calls: without(view.calls, event.call) };
    case "model_call_failed": {
      const { usage, cost = null } = event;
      return { ...view, spending: usage === undefined ? view.spending : spend(view.spending, { ...event, usage, cost }), calls: without(view.calls, event.call) };
    }
  }
}

/** All that was spent, in picodollars; `exact` is false where a call's price is not known. */
export function totalCost(spending: readonly SpendingView[]): { readonly cost: number; readonly exact: boolean } {
  return { cost: spending.reduce((sum, each) => sum + (each.cost ?? 0), 0), exact: spending.every((each) => each.cost !== null) };
}

function append(call: CallView, { kind, text }: Extract<ModelEvent, { type: "model_output" }>): CallView {
  return { ...call, [kind]: (call[kind] + text).slice(-TAIL) };
}

function without(calls: readonly CallView[], call: string): readonly CallView[] {
  return calls.filter((each) => each.call !== call);
}

function spend(spending: readonly SpendingView[], { role, provider, model, usage, cost }: Pick<Extract<ModelEvent, { type: "model_call_finished" }>, "role" | "provider" | "model" | "usage" | "cost">): readonly SpendingView[] {
  const is = (each: SpendingView): boolean => each.role === role && each.provider === provider && each.model === model;
  const before = spending.find(is) ?? { role, provider, model, calls: 0, input: 0, cachedInput: 0, output: 0, cost: 0 };
  const after: SpendingView = {
    ...before,
    calls: before.calls + 1,
    input: before.input + usage.input,
    cachedInput: before.cachedInput + usage.cachedInput,
    output: before.output + usage.output,
    cost: before.cost === null || cost === null ? null : before.cost + cost,
  };
  return spending.some(is) ? spending.map((each) => (is(each) ? after : each)) : [...spending, after];
}
