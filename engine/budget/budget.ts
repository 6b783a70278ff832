import { ModelFailure } from "../models/model-failure.ts";
import { formatDollars } from "../protocol/money.ts";

/** What a task may spend. Parallel calls count as soon as they are made, so together they cannot pass the limit either. */
export interface Budget {
  /** Whether there is a limit to keep. */
  readonly limited: boolean;
  /** Sets aside the most that a call can cost. @throws ModelFailure `over_budget` when that would pass the limit */
  readonly reserve: (call: { readonly model: string; readonly highest: number | undefined }) => Reservation;
  /** Picodollars spent so far. */
  readonly spent: () => number;
}

export interface Reservation {
  /** Ends the reservation with what the call cost, in picodollars, or the most that it may have cost where nothing tells. */
  readonly settle: (cost: number) => void;
}

/** @param limit picodollars a task; undefined: no limit */
export function createBudget(limit: number | undefined): Budget {
  let spent = 0;
  let reserved = 0;
  return {
    limited: limit !== undefined,
    reserve: ({ model, highest }) => {
      if (limit !== undefined && highest === undefined) {
        throw new ModelFailure("over_budget", `max_cost is ${formatDollars(limit)}, but no price is known for ${model}, so nobody can say whether it would be kept.`, "Give its price under prices in ~/.unified-dgm/config.yaml (0 for a model of your own), or take max_cost away.");
      }
      const most = highest ?? 0;
      if (limit !== undefined && spent + reserved + most > limit) {
        const others = reserved === 0 ? "" : ` and ${formatDollars(reserved)} set aside for calls that run`;
        throw new ModelFailure("over_budget", `The next call to ${model} may cost up to ${formatDollars(most)}; with ${formatDollars(spent)} spent${others} it would pass max_cost, ${formatDollars(limit)}.`, "Raise max_cost, lower max_output_tokens, or choose a cheaper model. What was done so far is kept.");
      }
      reserved += most;
      let open = true;
      return {
        settle: (cost) => {
          if (!open) return;
          open = false;
          reserved -= most;
          spent += cost;
        },
      };
    },
    spent: () => spent,
  };
}
