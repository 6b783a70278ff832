import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { LLMock } from "@copilotkit/aimock";
import type { Message, Tool } from "../../../engine/agent-api/completion.ts";
import type { ModelAnswer, ModelClient, ModelDelta, ModelRequest } from "../../../engine/models/model-client.ts";
import { providerScripts } from "../../support/provider-scripts.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const tools: readonly Tool[] = ["read_file", "list_files"].map((name) => ({ name, description: name, parameters: { type: "object", properties: { path: { type: "string" } }, additionalProperties: false } }));
const MOST_TURNS = 5;

interface Exchange {
  readonly asked: Buffer;
  readonly answered: Buffer;
}

interface Wire extends AsyncDisposable {
  readonly url: string;
  /** What went out and came back, byte for byte. */
  readonly exchanges: readonly Exchange[];
}

/** An HTTP server that keeps every byte it hears and says; `undefined` as an answer is a 404. */
async function startWire(answer: (asked: Buffer, incoming: IncomingMessage) => Promise<Buffer | undefined>): Promise<Wire> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const asked = await buffer(incoming);
      const answered = await answer(asked, incoming);
      exchanges.push({ asked, answered: answered ?? Buffer.alloc(0) });
      outgoing.writeHead(answered === undefined ? 404 : 200, { "content-type": "text/event-stream" }).end(answered);
    })().catch(() => outgoing.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    exchanges,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const ownToAHop: ReadonlySet<string> = new Set(["host", "connection", "content-length"]);

/** Stands between a client and a service. */
function listenIn(service: string): Promise<Wire> {
  return startWire(async (asked, { url, headers }) => {
    const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] => (ownToAHop.has(name) ? [] : [[name, String(value)]]));
    const response = await fetch(new URL(url ?? "/", service), { method: "POST", headers: sent, body: Buffer.from(asked) });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  });
}

/** Serves the same bytes again, to whoever asks with the same bytes. */
function serveAgain(recorded: readonly Exchange[]): Promise<Wire> {
  return startWire((asked) => Promise.resolve(recorded.find((each) => each.asked.equals(asked))?.answered));
}

interface Conversation {
  readonly answers: ModelAnswer[];
  readonly deltas: ModelDelta[];
}

/** Asks until the model calls no more tools; every tool answers with its own call. */
async function converse(client: ModelClient): Promise<Conversation> {
  const messages: Message[] = [{ role: "system", text: "Be brief." }, { role: "user", text: "Look at a.ts." }];
  const talk: Conversation = { answers: [], deltas: [] };
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const request: ModelRequest = { subject: { stage: "plan", request: "r", relevant: [] }, messages, tools, maxOutputTokens: 1_000 };
    const answer = await client.complete(request, { signal: new AbortController().signal, onDelta: (delta) => talk.deltas.push(delta) });
    talk.answers.push(answer);
    if (answer.toolCalls.length === 0) return talk;
    const { text, toolCalls, continuation } = answer;
    messages.push({ role: "assistant", text, toolCalls: [...toolCalls], ...(continuation === undefined ? {} : { continuation }) });
    for (const call of toolCalls) messages.push({ role: "tool", call: call.id, text: `Result of ${JSON.stringify(call.arguments)}` });
  }
  throw new Error("The conversation has no end.");
}

/** A service that thinks, says something, calls two tools, and then ends. */
async function startService(): Promise<LLMock> {
  const service = new LLMock({ port: 0, chunkSize: 5, logLevel: "silent" });
  service.on({ userMessage: "Look at a.ts.", hasToolResult: true }, { content: "There is nothing to do: naïve 漢字 😀.", usage: { input_tokens: 90, output_tokens: 12, prompt_tokens: 90, completion_tokens: 12 } });
  service.on(
    { userMessage: "Look at a.ts." },
    { content: "I look into it.", toolCalls: [{ id: "call_one", name: "read_file", arguments: '{"path":"a.ts"}' }, { id: "call_two", name: "list_files", arguments: "{}" }], usage: { input_tokens: 50, output_tokens: 20, prompt_tokens: 50, completion_tokens: 20 } },
  );
  await service.start();
  return service;
}

/** aimock seals reasoning anew each time, under a name by chance. */
const withoutSeals = (text: string): string => text.replaceAll(/"(?:id":"rs-|encrypted_content":")[^"]*"/g, "");
const bytes = ({ exchanges }: Wire): readonly string[] => exchanges.map(({ asked }) => asked.toString());
/** The pieces as one text each: another cut of the same answer is the same answer. */
const joined = ({ deltas }: Conversation): unknown => ["text", "reasoning", "tool_call"].map((type) => deltas.map((delta) => (delta.type !== type ? "" : delta.type === "tool_call" ? delta.arguments : delta.type === "restart" ? "" : delta.text)).join(""));

for (const { name, connect } of providerScripts) {
  describe(`a recorded conversation with ${name}`, () => {
    it("sends the same bytes and tells the same events when its bytes are served again", async () => {
      const service = await startService();
      await using wire = await listenIn(service.url);
      const first = await converse(connect(wire.url));
      await service.stop();
      await using replay = await serveAgain(wire.exchanges);
      const second = await converse(connect(replay.url));
      assert.deepEqual(second, first);
      assert.deepEqual(bytes(replay), bytes(wire));
      assert.equal(first.answers.length, 2);
    });

    it("goes the same way when aimock recorded it and serves it without the service", async () => {
      await using folder = await temporaryFolder();
      const service = await startService();
      const recorder = new LLMock({ port: 0, logLevel: "silent", record: { providers: { openai: service.url, anthropic: service.url }, fixturePath: folder.path } });
      await recorder.start();
      await using recording = await listenIn(recorder.url);
      const first = await converse(connect(recording.url));
      await Promise.all([service.stop(), recorder.stop()]);

      const player = new LLMock({ port: 0, logLevel: "silent", strict: true });
      player.loadFixtureDir(folder.path);
      await player.start();
      await using playing = await listenIn(player.url);
      const second = await converse(connect(playing.url));
      await player.stop();
      assert.deepEqual(bytes(playing).map(withoutSeals), bytes(recording).map(withoutSeals));
      assert.deepEqual(second.answers.map(({ text, toolCalls, stop }) => [text, toolCalls, stop]), first.answers.map(({ text, toolCalls, stop }) => [text, toolCalls, stop]));
      assert.deepEqual(joined(second), joined(first));
    });
  });
}
