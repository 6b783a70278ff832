import assert from "node:assert/strict";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { ModelRequest } from "../../../../engine/models/model-client.ts";
import { begin, startModelServer, wireText } from "../../../support/model-server.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [], maxOutputTokens: 1_000 };
const call = { signal: new AbortController().signal };

for (const { name, connect, hello } of providerScripts) {
  const answer = hello("hi").map(wireText).join("");

  describe(`a connection to ${name}`, () => {
    it("is left for the next call, though its body ends a moment after the answer", async () => {
      const responses: ServerResponse[] = [];
      await using server = await startModelServer((response) => {
        begin(response);
        response.write(answer);
        responses.push(response);
      });
      const client = connect(server.url);
      for (let turn = 0; turn < 4; turn += 1) {
        assert.equal((await client.complete(request, call)).text, "hi");
        const response = responses[turn] ?? assert.fail();
        response.end();
        await once(response, "close");
        assert.ok(response.writableFinished);
      }
    });

    it("is broken off when its body does not end, and the answer is there before", async () => {
      const closed = Promise.withResolvers<string>();
      await using server = await startModelServer((response) => {
        begin(response);
        response.on("close", () => { closed.resolve("closed"); });
        response.write(answer);
      });
      const first = await Promise.race([closed.promise, connect(server.url).complete(request, call)]);
      assert.equal(typeof first === "object" && first.text, "hi");
      assert.equal(await closed.promise, "closed");
    });

    it("is broken off when something comes over it that is no event", async () => {
      let closed: Promise<unknown> | undefined;
      await using server = await startModelServer((response) => {
        begin(response);
        closed = once(response, "close");
        response.write(wireText({ ...hello("hi")[0], data: "{oops" }));
      });
      await assert.rejects(connect(server.url).complete(request, call), { kind: "malformed" });
      await closed;
      assert.equal(await server.connections(), 0);
    });
  });
}
