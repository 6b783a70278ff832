import assert from "node:assert/strict";
import { createEmbeddedClient } from "../../../../engine/models/embedded/client.ts";
import type { ModelRequest } from "../../../../engine/models/model-client.ts";
import { planSchema } from "../../../../engine/agent-api/completion.ts";

async function planFor(request: string, files: readonly string[]) {
  const client = createEmbeddedClient({ list: () => Promise.resolve(files), read: () => Promise.resolve("") });
  const asked: ModelRequest = { subject: { stage: "plan", request, relevant: [] }, messages: [], tools: [], maxOutputTokens: 1 };
  return planSchema.parse(JSON.parse((await client.complete(asked, { signal: new AbortController().signal })).text));
}

describe("the embedded engine, asked for a plan", () => {
  it("says that there is nothing to work on where a folder has no code", async () => {
    for (const files of [[], ["README.md"]]) {
      const { steps, answer } = await planFor("convert to TypeScript", files);
      assert.deepEqual([steps, /nothing to work on/.test(answer ?? "")], [[], true]);
    }
  });

  it("moves a file that is no code", async () => {
    assert.equal((await planFor("move README.md to docs/README.md", ["README.md"])).steps.length, 1);
  });
});
