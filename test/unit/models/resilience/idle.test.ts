import assert from "node:assert/strict";
import { once } from "node:events";
import type { ModelRequest } from "../../../../engine/models/model-client.ts";
import { type IdleTimer, withIdleLimit } from "../../../../engine/models/resilience/idle.ts";
import { begin, refuses, startModelServer, streams, wireText } from "../../../support/model-server.ts";
import { providerScripts } from "../../../support/provider-scripts.ts";

const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [], maxOutputTokens: 1_000 };

/** A clock that stands still until the test lets the time run out. */
function handClock() {
  const clock = {
    span: 0,
    refreshed: 0,
    stopped: 0,
    runOut: (): void => assert.fail("The clock was not started."),
    onRefresh: (): void => undefined,
    start: (end: () => void, milliseconds: number): IdleTimer => {
      clock.span = milliseconds;
      clock.runOut = end;
      const refresh = (): void => {
        clock.refreshed += 1;
        clock.onRefresh();
      };
      return { refresh, [Symbol.dispose]: () => { clock.stopped += 1; } };
    },
  };
  return clock;
}

for (const { name, connect, hello } of providerScripts) {
  describe(`the silence of ${name}`, () => {
    it("ends the call as a timeout after five minutes, and its socket with it", async () => {
      const clock = handClock();
      const closed = Promise.withResolvers<undefined>();
      await using server = await startModelServer((response) => {
        begin(response);
        response.on("close", () => { closed.resolve(undefined); });
        clock.runOut();
      });
      await assert.rejects(withIdleLimit(connect(server.url), clock).complete(request, { signal: new AbortController().signal }), { kind: "timeout", retryable: true });
      await closed.promise;
      assert.deepEqual([clock.span, clock.stopped], [300_000, 1]);
    });

    it("is broken by bytes that only say that the service is alive", async () => {
      const clock = handClock();
      await using server = await startModelServer(async (response) => {
        begin(response);
        for (let sign = 0; sign < 3; sign += 1) {
          const heardOf = new Promise<void>((resolve) => { clock.onRefresh = resolve; });
          response.write(": still thinking\n\n");
          await heardOf;
        }
        response.end(hello("done").map(wireText).join(""));
      });
      const { text } = await withIdleLimit(connect(server.url), clock).complete(request, { signal: new AbortController().signal });
      assert.equal(text, "done");
      assert.ok(clock.refreshed >= 4);
    });

    it("ends no call that the user cancels: that one has the user's reason", async () => {
      const controller = new AbortController();
      const clock = handClock();
      await using server = await startModelServer(async (response) => {
        begin(response);
        controller.abort(new Error("canceled"));
        clock.runOut();
        await once(response, "close");
      });
      await assert.rejects(withIdleLimit(connect(server.url), clock).complete(request, { signal: controller.signal }), { message: "canceled" });
    });

    it("leaves no timer behind, whether the call answers or fails", async () => {
      const clock = handClock();
      await using server = await startModelServer((response, heard, call) => (call === 0 ? streams(hello("hi")) : refuses(500, {}))(response, heard, call));
      const client = withIdleLimit(connect(server.url), clock);
      await client.complete(request, { signal: new AbortController().signal });
      await assert.rejects(client.complete(request, { signal: new AbortController().signal }), { kind: "server" });
      assert.equal(clock.stopped, 2);
    });
  });
}
