import assert from "node:assert/strict";
import { modelFacts } from "../../../engine/models/catalog.ts";

describe("what is known of a model", () => {
  it("is found by its service's name, with or without a date", () => {
    assert.deepEqual(modelFacts("anthropic", "claude-sonnet-4-20250514"), modelFacts("anthropic", "claude-sonnet-4"));
    assert.equal(modelFacts("openai", "gpt-4.1-2025-04-14").window, 1_047_576);
    assert.equal(modelFacts("meta", "Llama-4-Scout-17B-16E-Instruct-FP8").window, 10_000_000);
  });

  it("is that of the longest name that fits", () => {
    assert.equal(modelFacts("openai", "gpt-4.1-mini").price?.input, 0.4);
    assert.equal(modelFacts("anthropic", "claude-sonnet-4-5-20250929").successor, undefined);
    assert.notEqual(modelFacts("anthropic", "claude-sonnet-4-20250514").successor, undefined);
  });

  it("does not take one name for the beginning of another", () => {
    assert.equal(modelFacts("openai", "gpt-4.12").price, undefined);
    assert.equal(modelFacts("openai", "o30").price, undefined);
  });

  it("is careful for a model that nobody here knows: a small window and no price", () => {
    assert.deepEqual([modelFacts("openai_compatible", "qwen3").window, modelFacts("openai_compatible", "qwen3").price], [128_000, undefined]);
  });

  it("does not give one provider's price to another that serves the same model", () => {
    assert.equal(modelFacts("openai_compatible", "gpt-4.1").price, undefined);
  });
});
