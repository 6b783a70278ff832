import assert from "node:assert/strict";
import { displayName, modelId } from "../../../engine/configuration/model-names.ts";
import type { Provider } from "../../../engine/protocol/words.ts";

describe("a model's name", () => {
  const services: readonly (readonly [string, Provider, string])[] = [
    ["llama-4-scout", "meta", "Llama-4-Scout-17B-16E-Instruct-FP8"],
    ["claude-sonnet-4", "anthropic", "claude-sonnet-4-20250514"],
    ["gpt-o4-mini", "openai", "o4-mini"],
    ["gpt-4.1", "openai", "gpt-4.1"],
    ["llama-4-scout", "openai_compatible", "llama-4-scout"],
    ["anthropic/claude-sonnet-4", "openai_compatible", "anthropic/claude-sonnet-4"],
    ["constructor", "openai", "constructor"],
    ["__proto__", "anthropic", "__proto__"],
  ];
  for (const [name, provider, id] of services) {
    it(`${name} is ${id} to ${provider}`, () => {
      assert.equal(modelId(name, provider), id);
    });
  }

  const shown: readonly (readonly [string, string])[] = [
    ["llama-4-scout", "Llama Scout"],
    ["Llama-4-Scout-17B-16E-Instruct-FP8", "Llama Scout"],
    ["claude-sonnet-4", "Claude Sonnet"],
    ["claude-sonnet-4-20250514", "Claude Sonnet"],
    ["gpt-4.1", "GPT 4.1"],
    ["gpt-4.1-2025-04-14", "GPT 4.1"],
    ["gpt-o4-mini", "o4-mini"],
    ["o4-mini", "o4-mini"],
    ["qwen3-coder", "qwen3-coder"],
  ];
  for (const [name, said] of shown) {
    it(`${name} is shown as ${said}`, () => {
      assert.equal(displayName(name), said);
    });
  }
});
