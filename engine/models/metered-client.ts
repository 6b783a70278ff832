import { randomUUID } from "node:crypto";
import type { Budget } from "../budget/budget.ts";
import { costOf, highestCost } from "../budget/cost.ts";
import { describeError } from "../errors.ts";
import type { EventBody } from "../protocol/event.ts";
import type { Provider, Role } from "../protocol/words.ts";
import type { Price } from "./catalog.ts";
import type { ModelClient, ModelDelta, Usage } from "./model-client.ts";
import { joinOutput } from "./join-output.ts";

export interface MeterOptions {
  readonly role: Role;
  readonly provider: Provider;
  /** The service's name of the model. */
  readonly model: string;
  readonly price: Price | undefined;
  readonly budget: Budget;
  /** Appends to the task's log. */
  readonly emit: (event: EventBody) => Promise<void>;
  /** Tokens of a request, in the model's own count. */
  readonly countTokens: (request: Parameters<ModelClient["complete"]>[0]) => Promise<number>;
}

/** Counts each call against the budget before it is made, and tells the log what it said and cost. */
export function meteredClient(client: ModelClient, { role, provider, model, price, budget, emit, countTokens }: MeterOptions): ModelClient {
  const costIn = (usage: Usage): number | null => (price === undefined ? null : costOf(usage, price));
  return {
    complete: async (request, options) => {
      const tokens = budget.limited && price !== undefined ? await countTokens(request) : 0;
      const highest = price === undefined ? undefined : highestCost(tokens, request.maxOutputTokens, price);
      const reservation = budget.reserve({ model, highest });
      let answering = false;
      /** What counts against the limit: of what no record tells, the most that it may have cost. The figure shown holds the records alone. */
      const settle = (usage: Usage | undefined, whole: boolean): void => {
        const known = usage !== undefined && usage.input + usage.output > 0;
        const cost = known ? (costIn(usage) ?? 0) : 0;
        if (!budget.limited || price === undefined || (!whole && !answering)) reservation.settle(cost);
        else if (!known) reservation.settle(highest ?? 0);
        else reservation.settle(whole ? cost : (costIn({ ...usage, output: Math.max(usage.output, request.maxOutputTokens) }) ?? 0));
      };
      const call = randomUUID();
      const started = performance.now();
      const output = joinOutput((piece) => emit({ type: "model_output", call, ...piece }));
      let counted: Usage | undefined;
      try {
        await emit({ type: "model_call_started", call, role, provider, model, stage: request.subject.stage });
        // The text of a structured answer is data, not talk.
        const shown = (delta: ModelDelta): boolean => delta.type === "reasoning" || (delta.type === "text" && request.output === undefined);
        const answer = await client.complete(request, {
          ...options,
          onDelta: (delta) => {
            answering = true;
            options.onDelta?.(delta);
            if (shown(delta)) output.add(delta);
          },
          onUsage: (usage) => { counted = usage; },
        });
        await output.flush();
        const cost = costIn(answer.usage);
        settle(answer.usage, true);
        await emit({ type: "model_call_finished", call, role, provider, model, usage: answer.usage, cost, durationMs: Math.round(performance.now() - started) });
        return answer;
      } catch (error) {
        const spent = counted === undefined ? {} : { usage: counted, cost: costIn(counted) };
        settle(counted, false);
        await output.flush();
        await emit({ type: "model_call_failed", call, role, provider, model, reason: describeError(error), ...spent });
        throw error;
      }
    },
  };
}
