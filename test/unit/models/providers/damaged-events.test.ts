import assert from "node:assert/strict";
import { ReadableStream } from "node:stream/web";
import { inspect } from "node:util";
import fc from "fast-check";
import type { ModelAnswer, ModelDelta } from "../../../../engine/models/model-client.ts";
import { ModelFailure } from "../../../../engine/models/model-failure.ts";
import { foldAnthropic } from "../../../../engine/models/providers/anthropic-answer.ts";
import { foldChat } from "../../../../engine/models/providers/chat-answer.ts";
import type { Endpoint } from "../../../../engine/models/providers/endpoint.ts";
import { foldOpenAi } from "../../../../engine/models/providers/openai-answer.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

type Fold = (stream: AsyncIterable<unknown>, endpoint: Endpoint, tell: (delta: ModelDelta) => void) => Promise<ModelAnswer>;
const folds: Readonly<Record<string, Fold>> = { anthropic: foldAnthropic, openai: foldOpenAi, openai_compatible: (stream, endpoint, tell) => foldChat(stream, endpoint, tell, 0) };
const endpoint: Endpoint = { provider: "openai_compatible", model: "m" };

type Place = readonly string[];

function placesIn(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== "object" || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...place, key]))];
}

function withChange(value: unknown, [key, ...rest]: Place, change: unknown): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return change;
  const changed = Object.entries(value).map(([name, inner]): [string, unknown] => [name, name === key ? withChange(inner, rest, change) : inner]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

for (const { name, turn } of providerScripts) {
  const fold = folds[name] ?? assert.fail(name);
  const events = turn.map(({ data }) => data).filter((data) => typeof data === "object");
  const place = fc.constantFrom(...events.flatMap((event, index) => placesIn(event, [String(index)])));
  const change = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, -1, "", {}, []));

  describe(`an event of ${name} that is damaged somewhere`, () => {
    it("makes a failure with a name, or an answer that is sound", async () => {
      await fc.assert(
        fc.asyncProperty(place, change, async (where, what) => {
          const damaged = withChange(events, where, what);
          assert.ok(Array.isArray(damaged));
          try {
            const { usage, text } = await fold(ReadableStream.from(damaged), endpoint, () => undefined);
            assert.equal(typeof text, "string");
            assert.ok(Object.values(usage).every((count: number) => Number.isInteger(count) && count >= 0), inspect(usage));
          } catch (error) {
            assert.ok(error instanceof ModelFailure && (error.kind === "malformed" || error.kind === "cut_stream"), inspect(error));
          }
        }),
        { numRuns: 500 },
      );
    });
  });
}
