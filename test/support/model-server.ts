import { once } from "node:events";
import { text as textOf } from "node:stream/consumers";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** A model server on a real socket that does what a test says. */
export interface ModelServer extends AsyncDisposable {
  readonly url: string;
  readonly heard: Heard[];
  /** Connections that are open now. */
  readonly connections: () => Promise<number>;
}

export type Answer = (response: ServerResponse, heard: Heard, call: number) => void | Promise<void>;

export async function startModelServer(answer: Answer): Promise<ModelServer> {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const text = await textOf(request);
      const one: Heard = { path: request.url ?? "", headers: request.headers, body: text === "" ? undefined : JSON.parse(text) };
      heard.push(one);
      await answer(response, one, heard.length - 1);
    })().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    heard,
    connections: () => new Promise((resolve, reject) => { server.getConnections((error, count) => { if (error === null) resolve(count); else reject(error); }); }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** One server-sent event as the services write them. */
export interface WireEvent {
  /** The name before the data, where the service writes one. */
  readonly event?: string;
  readonly data: unknown;
}

export function wireText({ event, data }: WireEvent): string {
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/** Answers with a whole stream. */
export function streams(events: readonly WireEvent[]): Answer {
  return (response) => {
    begin(response);
    response.end(events.map(wireText).join(""));
  };
}

/** Answers with an error body. */
export function refuses(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

export function begin(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}
