import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { ModelRequest } from "../../../../engine/models/model-client.ts";
import { bodyLimit } from "../../../../engine/models/providers/body-limit.ts";
import type { Endpoint } from "../../../../engine/models/providers/endpoint.ts";
import { begin, startModelServer, wireText } from "../../../support/model-server.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const MIB = 1_048_576;
const endpoint: Endpoint = { provider: "openai", model: "gpt-4.1" };
const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [], maxOutputTokens: 1_000 };
const call = { signal: new AbortController().signal };

describe("the body of an answer", () => {
  it("may be long in all, where it is made of events", () => {
    const watch = bodyLimit(endpoint, false);
    for (let piece = 0; piece < 100; piece += 1) watch(Buffer.from(`${"x".repeat(MIB)}\n\n`));
    assert.throws(() => { for (let piece = 0; piece < 100; piece += 1) watch(Buffer.from(`${"x".repeat(MIB)}\n\n`)); }, { kind: "malformed", message: /gpt-4\.1 \(openai\) sent more than 128 MiB/ });
  });

  for (const [name, first, second] of [["a line feed", "\n", "\n"], ["both signs of a line's end", "\r\n", "\r\n"], ["a return", "\r", "\r"]] as const) {
    it(`knows the end of an event by ${name}, also over the border of two pieces`, () => {
      const watch = bodyLimit(endpoint, false);
      for (let event = 0; event < 6; event += 1) for (const piece of ["x".repeat(MIB), first, second]) watch(Buffer.from(piece));
      assert.throws(() => { for (let piece = 0; piece < 6; piece += 1) watch(Buffer.from("x".repeat(MIB))); }, { kind: "malformed", message: /an event of more than 4 MiB/ });
    });
  }

  for (const { name, connect, hello } of providerScripts) {
    it(`from ${name} may not be one event without an end`, async () => {
      await using server = await startModelServer((response) => {
        begin(response);
        const piece = `data: ${"x".repeat(MIB)}\n`;
        const more = (): void => { while (!response.destroyed && response.write(piece)); };
        response.on("drain", more);
        more();
      });
      await assert.rejects(connect(server.url).complete(request, call), { kind: "malformed", message: /an event of more than 4 MiB/ });
    });

    it(`from ${name} may not unpack to one`, async () => {
      const bomb = gzipSync(Buffer.concat([Buffer.from("data: "), Buffer.alloc(64 * MIB, "x"), Buffer.from(`\n\n${hello("hi").map(wireText).join("")}`)]), { level: 1 });
      await using server = await startModelServer((response) => { response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" }).end(bomb); });
      await assert.rejects(connect(server.url).complete(request, call), { kind: "malformed", message: /an event of more than 4 MiB/ });
    });

    it(`from ${name} may not explain a refusal without an end`, async () => {
      await using server = await startModelServer((response) => {
        response.writeHead(500, { "content-type": "application/json" });
        const more = (): void => { while (!response.destroyed && response.write("x".repeat(MIB))); };
        response.on("drain", more);
        more();
      });
      await assert.rejects(connect(server.url).complete(request, call), { retryable: true });
      assert.equal(server.heard.length, 1);
    });
  }
});
