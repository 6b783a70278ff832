import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import type { ModelAnswer, ModelRequest } from "../../../engine/models/model-client.ts";
import { withIdleLimit } from "../../../engine/models/resilience/idle.ts";
import { type Heard, type ModelServer, startModelServer, wireText } from "../../support/model-server.ts";
import { providerScripts } from "../../support/provider-scripts.ts";

const STREAMS = 1_000;
const request = (call: number): ModelRequest => ({ subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: `<call ${call}>` }], tools: [], maxOutputTokens: 1_000 });
const callOf = ({ body }: Heard): number => Number(/<call (\d+)>/.exec(JSON.stringify(body))?.[1]);
const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;

interface Crowd {
  readonly server: ModelServer;
  /** Resolves when all streams are open at the same time. */
  readonly open: Promise<readonly (readonly [number, ServerResponse])[]>;
}

/** A server that holds every stream open after its first event, until all are there. */
async function crowd(first: (call: number) => string): Promise<Crowd> {
  const opened = Promise.withResolvers<readonly (readonly [number, ServerResponse])[]>();
  const streams: (readonly [number, ServerResponse])[] = [];
  const server = await startModelServer((response, heard) => {
    const call = callOf(heard);
    // Without keep-alive, a socket that is still open after its stream is one that leaked.
    response.writeHead(200, { "content-type": "text/event-stream", connection: "close" });
    response.write(first(call));
    streams.push([call, response]);
    if (streams.length === STREAMS) opened.resolve(streams);
  });
  return { server, open: opened.promise };
}

for (const { name, connect, hello } of providerScripts) {
  describe(`${STREAMS} streams of ${name} at once`, function () {
    this.timeout(60_000);
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    before(() => process.on("warning", warned));
    after(() => process.off("warning", warned));

    const wire = (call: number): readonly [string, string] => {
      const [first, ...rest] = hello(`answer ${call}`).map(wireText);
      return [first ?? "", rest.join("")];
    };

    it("each give their own whole answer, and leave no socket, listener or warning behind", async () => {
      const base = sockets();
      const { signal } = new AbortController();
      const { server, open } = await crowd((call) => wire(call)[0]);
      const client = withIdleLimit(connect(server.url));
      const answers = Array.from({ length: STREAMS }, (_, call) => client.complete(request(call), { signal }));
      const streams = await open;
      const rounds = Math.max(...streams.map(([call]) => wire(call)[1].length));
      // A few characters of each stream in turn, so that all of them are under way the whole time.
      for (let at = 0, step = Math.ceil(rounds / 4); at < rounds; at += step) {
        for (const [call, response] of streams) response.write(wire(call)[1].slice(at, at + step));
        await new Promise(setImmediate);
      }
      for (const [, response] of streams) response.end();
      assert.deepEqual((await Promise.all(answers)).map(({ text }: ModelAnswer) => text), Array.from({ length: STREAMS }, (_, call) => `answer ${call}`));
      // A leak would wait here for ever.
      while ((await server.connections()) > 0 || sockets() > base) await new Promise((resolve) => setTimeout(resolve, 5));
      await server[Symbol.asyncDispose]();
      assert.deepEqual([getEventListeners(signal, "abort").length, warnings], [0, []]);
    });

    it("let go of every socket when their task is canceled", async () => {
      const base = sockets();
      const controller = new AbortController();
      const { server, open } = await crowd((call) => wire(call)[0]);
      const client = withIdleLimit(connect(server.url));
      const answers = Promise.allSettled(Array.from({ length: STREAMS }, (_, call) => client.complete(request(call), { signal: controller.signal })));
      await open;
      const canceled = new Error("canceled");
      controller.abort(canceled);
      assert.ok((await answers).every((answer) => answer.status === "rejected" && answer.reason === canceled));
      // A leak would wait here for ever.
      while ((await server.connections()) > 0 || sockets() > base) await new Promise((resolve) => setTimeout(resolve, 5));
      await server[Symbol.asyncDispose]();
      assert.deepEqual([getEventListeners(controller.signal, "abort").length, warnings], [0, []]);
    });
  });
}
