import assert from "node:assert/strict";
import fc from "fast-check";
import { createBudget } from "../../../engine/budget/budget.ts";
import { isUserError } from "../../../engine/errors.ts";
import { PICODOLLARS } from "../../../engine/protocol/money.ts";

const cent = PICODOLLARS / 100;

describe("a budget", () => {
  it("stops before the call that might pass it, and says how much was spent, what the call may cost and the limit", () => {
    const budget = createBudget(10 * cent);
    budget.reserve({ model: "gpt-4.1", highest: 6 * cent }).settle(4 * cent);
    assert.throws(() => budget.reserve({ model: "gpt-4.1", highest: 7 * cent }), /gpt-4\.1 may cost up to \$0\.0700; with \$0\.0400 spent it would pass max_cost, \$0\.1000/);
    assert.equal(budget.spent(), 4 * cent);
  });

  it("lets a call through that just fits", () => {
    const budget = createBudget(10 * cent);
    budget.reserve({ model: "m", highest: 10 * cent }).settle(10 * cent);
    assert.equal(budget.spent(), 10 * cent);
  });

  it("counts calls that run at the same time together", () => {
    const budget = createBudget(10 * cent);
    const first = budget.reserve({ model: "m", highest: 6 * cent });
    assert.throws(() => budget.reserve({ model: "m", highest: 6 * cent }), /set aside for calls that run/);
    first.settle(1 * cent);
    budget.reserve({ model: "m", highest: 6 * cent }).settle(0);
  });

  it("refuses a model without a known price where there is a limit, because nobody could keep it", () => {
    assert.throws(() => createBudget(cent).reserve({ model: "mystery", highest: undefined }), (error: unknown) => isUserError(error) && error.message.includes("no price is known for mystery") && error.remedy.includes("prices"));
  });

  it("without a limit lets everything through and still counts", () => {
    const budget = createBudget(undefined);
    budget.reserve({ model: "mystery", highest: undefined }).settle(0);
    budget.reserve({ model: "m", highest: 100 * PICODOLLARS }).settle(50 * PICODOLLARS);
    assert.equal(budget.spent(), 50 * PICODOLLARS);
  });

  it("counts a call once, however often it is settled", () => {
    const budget = createBudget(undefined);
    const call = budget.reserve({ model: "m", highest: cent });
    call.settle(cent);
    call.settle(cent);
    assert.equal(budget.spent(), cent);
  });

  it("is never passed, in any order of calls that begin and end", () => {
    const action = fc.record({ highest: fc.nat({ max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }), end: fc.boolean() });
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.array(action), (limit, actions) => {
        const budget = createBudget(limit);
        const open: (() => void)[] = [];
        for (const { highest, share, end } of actions) {
          if (end) open.shift()?.();
          try {
            const call = budget.reserve({ model: "m", highest });
            open.push(() => { call.settle(Math.floor(highest * share)); });
          } catch (error) {
            assert.ok(isUserError(error));
          }
        }
        for (const settle of open) settle();
        assert.ok(budget.spent() <= limit);
      }),
    );
  });
});
