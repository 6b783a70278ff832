import assert from "node:assert/strict";
import fc from "fast-check";
import { costOf, highestCost } from "../../../engine/budget/cost.ts";
import type { Price } from "../../../engine/models/catalog.ts";
import type { Usage } from "../../../engine/models/model-client.ts";
import { formatDollars, PICODOLLARS } from "../../../engine/protocol/money.ts";

const sonnet: Price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 };
const usage = (input: number, cachedInput: number, cacheWrite: number, output: number): Usage => ({ input, cachedInput, cacheWrite, output, reasoning: 0 });
const tokens = fc.nat({ max: 1_000_000 });
const usages = fc.tuple(tokens, tokens, tokens, tokens).map(([fresh, cached, written, output]) => usage(fresh + cached + written, cached, written, output));
const dollars = fc.nat({ max: 30_000 }).map((thousandths) => thousandths / 1000);
const prices = fc.record({ input: dollars, cachedInput: dollars, cacheWrite: dollars, output: dollars });

describe("the cost of a call", () => {
  it("counts fresh, cached, written and output tokens each at its own price", () => {
    assert.equal(costOf(usage(1_000_000, 0, 0, 0), sonnet) / PICODOLLARS, 3);
    assert.equal(costOf(usage(1_000_000, 1_000_000, 0, 0), sonnet) / PICODOLLARS, 0.3);
    assert.equal(costOf(usage(1_000_000, 0, 1_000_000, 0), sonnet) / PICODOLLARS, 3.75);
    assert.equal(costOf(usage(0, 0, 0, 1_000_000), sonnet) / PICODOLLARS, 15);
  });

  it("is a whole number, so that the sum of the parts is the whole to the last digit", () => {
    fc.assert(
      fc.property(fc.array(usages, { maxLength: 50 }), prices, (calls, price) => {
        const sum = calls.reduce((total, call) => total + costOf(call, price), 0);
        const whole = calls.reduce((total, call) => usage(total.input + call.input, total.cachedInput + call.cachedInput, total.cacheWrite + call.cacheWrite, total.output + call.output), usage(0, 0, 0, 0));
        assert.equal(Number.isInteger(sum), true);
        assert.equal(sum, costOf(whole, price));
      }),
    );
  });

  it("is never above what was set aside for it", () => {
    fc.assert(
      fc.property(usages, prices, (call, price) => {
        const dear = { ...price, cachedInput: Math.min(price.cachedInput, price.input) };
        assert.ok(costOf(call, dear) <= highestCost(call.input, call.output, dear));
      }),
    );
  });

  it("is never negative, though a record counts more cached tokens than tokens", () => {
    assert.equal(costOf(usage(10, 1_000_000, 0, 0), sonnet), 0.3 * PICODOLLARS);
  });

  it("reads as dollars with the digits that matter", () => {
    assert.deepEqual([0, 0.00042, 0.0123, 0.5, 12.345].map((each) => formatDollars(each * PICODOLLARS)), ["$0.00", "$0.00042", "$0.0123", "$0.5000", "$12.35"]);
  });
});
