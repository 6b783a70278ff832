import assert from "node:assert/strict";
import { once } from "node:events";
import { inspect } from "node:util";
import type { ModelDelta, ModelRequest } from "../../../../engine/models/model-client.ts";
import { ModelFailure } from "../../../../engine/models/model-failure.ts";
import { connect as connectTo } from "../../../../engine/models/providers/connect.ts";
import type { Endpoint } from "../../../../engine/models/providers/endpoint.ts";
import { withIdleLimit } from "../../../../engine/models/resilience/idle.ts";
import { begin, startModelServer, streams, wireText } from "../../../support/model-server.ts";
import { KEY, providerScripts } from "../../../support/provider-scripts.ts";

const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages: [{ role: "user", text: "Look." }], tools: [], maxOutputTokens: 1_000 };
const call = { signal: new AbortController().signal };
const providers: Readonly<Record<string, Endpoint["provider"]>> = { anthropic: "anthropic", openai: "openai", openai_compatible: "openai_compatible" };

for (const { name, connect, hello, turn } of providerScripts) {
  const at = (baseUrl: string, apiKey = KEY) => connectTo({ provider: providers[name] ?? assert.fail(name), model: "m", apiKey, baseUrl });
  const failureOf = async (calling: Promise<unknown>): Promise<ModelFailure> => {
    const failure = await calling.then((got) => assert.fail(inspect(got)), (error: unknown) => error);
    assert.ok(failure instanceof ModelFailure, inspect(failure));
    assert.ok(!inspect(failure, { depth: null, showHidden: true }).includes(KEY));
    return failure;
  };

  describe(`a call to ${name} that goes wrong`, () => {
    it("tells nothing after it was canceled, though more had come", async () => {
      await using server = await startModelServer(streams(turn));
      const controller = new AbortController();
      const told: ModelDelta[] = [];
      const onDelta = (delta: ModelDelta): void => {
        told.push(delta);
        controller.abort(new Error("enough"));
      };
      await assert.rejects(connect(server.url).complete(request, { signal: controller.signal, onDelta }), { message: "enough" });
      assert.equal(told.length, 1);
    });

    for (const [when, status] of [["before the service answers", undefined], ["while the service explains its refusal", 500]] as const) {
      it(`lets go of its socket when it is canceled ${when}`, async () => {
        const controller = new AbortController();
        const closed = Promise.withResolvers<unknown>();
        await using server = await startModelServer((response) => {
          once(response, "close").then(closed.resolve, closed.reject);
          if (status !== undefined) response.writeHead(status, { "content-type": "application/json" }).write("{");
          setImmediate(() => { controller.abort(new Error("enough")); });
        });
        await assert.rejects(connect(server.url).complete(request, { signal: controller.signal }), { message: "enough" });
        await closed.promise;
        assert.equal(server.heard.length, 1);
      });
    }

    it("lets go of its socket when what it tells cannot be taken", async () => {
      const closed = Promise.withResolvers<unknown>();
      await using server = await startModelServer((response) => {
        once(response, "close").then(closed.resolve, closed.reject);
        begin(response);
        response.write(turn.slice(0, -1).map(wireText).join(""));
      });
      await assert.rejects(connect(server.url).complete(request, { ...call, onDelta: () => { throw new RangeError("full"); } }), /full/);
      await closed.promise;
      assert.equal(await server.connections(), 0);
    });

    for (const [type, body] of [["text/html", "<html>Log in</html>"], ["application/json; charset=utf-8", '{"error":{"message":"so"}}']] as const) {
      it(`says that ${type} is no stream, and which address sent it`, async () => {
        await using server = await startModelServer((response) => { response.writeHead(200, { "content-type": type }).end(body); });
        const { kind, message, remedy } = await failureOf(connect(server.url).complete(request, call));
        assert.equal(kind, "malformed");
        assert.match(message, /answered with (text\/html|application\/json) and not/);
        assert.ok(remedy.includes(server.url));
      });
    }

    it("takes no key along to another host that it is sent to", async () => {
      await using other = await startModelServer(streams(hello("hi")));
      await using server = await startModelServer((response) => { response.writeHead(307, { location: `${other.url.replace("127.0.0.1", "localhost")}/elsewhere` }).end(); });
      await connect(server.url).complete(request, call).catch(() => undefined);
      assert.ok(!inspect(other.heard, { depth: null }).includes(KEY));
    });

    for (const [where, status, headers] of [["the host that it sends on to", 307, { location: `http://${KEY}.example/` }], ["the type of its answer", 200, { "content-type": `text/html ${KEY}` }]] as const) {
      it(`shows no key that the service writes into ${where}`, async () => {
        await using server = await startModelServer((response) => { response.writeHead(status, headers).end("x"); });
        const plain = "canary-plain-key";
        await using echoing = await startModelServer((response) => {
          response.writeHead(status, Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, value.replace(KEY, plain)]))).end("x");
        });
        await failureOf(connect(server.url).complete(request, call));
        const { message } = await failureOf(at(echoing.url, plain).complete(request, call));
        assert.doesNotMatch(message, /canary/);
      });
    }

    it("sends nothing that only the environment says, and its own key all the same", async () => {
      const variables = { ANTHROPIC_CUSTOM_HEADERS: "authorization: Bearer env-canary\nx-secret: env-canary", OPENAI_CUSTOM_HEADERS: "authorization: Bearer env-canary\nx-secret: env-canary", OPENAI_ADMIN_KEY: "env-canary", OPENAI_ORG_ID: "env-canary", OPENAI_PROJECT_ID: "env-canary" };
      Object.assign(process.env, variables);
      await using server = await startModelServer(streams(hello("hi")));
      try {
        await connect(server.url).complete(request, call);
      } finally {
        for (const variable of Object.keys(variables)) Reflect.deleteProperty(process.env, variable);
      }
      const [{ headers } = assert.fail()] = server.heard;
      assert.equal(headers.authorization, `Bearer ${KEY}`);
      assert.ok(!inspect(server.heard, { depth: null }).includes("env-canary"));
    });

    it("asks for a valid key where no header can hold the given one, without showing it", async () => {
      await using server = await startModelServer(streams(hello("hi")));
      for (const key of [`${KEY}\nx`, `${KEY}漢`]) assert.equal((await failureOf(at(server.url, key).complete(request, call))).kind, "authentication");
      assert.equal(server.heard.length, 0);
    });

    it("asks for another base_url where the given one holds a password, without showing it", async () => {
      await using server = await startModelServer(streams(hello("hi")));
      const { kind, remedy } = await failureOf(at(server.url.replace("//", `//user:${KEY}@`)).complete(request, call));
      assert.deepEqual([kind, /base_url/.test(remedy)], ["bad_request", true]);
    });

    it("gives the same answer behind the limit on silence", async () => {
      await using server = await startModelServer(streams(turn));
      assert.deepEqual(await withIdleLimit(connect(server.url)).complete(request, call), await connect(server.url).complete(request, call));
    });
  });
}

describe("an address of Anthropic's Messages", () => {
  it("may end in the version, which is not said twice", async () => {
    const hello = providerScripts[0]?.hello("hi") ?? assert.fail();
    await using server = await startModelServer(streams(hello));
    for (const end of ["", "/", "/v1", "/v1/", "/proxy/v1"]) await connectTo({ provider: "anthropic", model: "m", baseUrl: server.url + end }).complete(request, call);
    assert.deepEqual(server.heard.map(({ path }) => path), ["/v1/messages", "/v1/messages", "/v1/messages", "/v1/messages", "/proxy/v1/messages"]);
  });
});
