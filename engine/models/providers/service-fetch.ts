import type { CallOptions } from "../model-client.ts";
import { ModelFailure } from "../model-failure.ts";
import { bodyLimit } from "./body-limit.ts";
import type { Endpoint } from "./endpoint.ts";

/** How long the end of a body may take after the answer was whole, in milliseconds. */
const REST = 500;
/** The headers of the SDKs that a service needs, besides its key. */
const PROTOCOL = /^(?:accept|content-type|user-agent|anthropic-version|x-stainless-.*)$/;

/**
 * The `fetch` of one call. It tells of every piece of a response as it arrives, and ends with the call's signal alone: the SDKs break a
 * connection off once they have seen the last event, though the end of the body is on its way and the next call could use the connection.
 * No header goes out that only the environment gave the SDK: it may be meant for another service, or stand in place of the endpoint's key.
 */
export function serviceFetch(endpoint: Endpoint, { signal, onActivity }: CallOptions): typeof fetch {
  return async (url, init) => {
    const headers = [...new Headers(init?.headers)].filter(([name]) => PROTOCOL.test(name));
    const response = await fetch(url, { ...init, headers: [...headers, ["authorization", `Bearer ${endpoint.apiKey ?? "none"}`]], signal, redirect: "manual" });
    if (response.status >= 300 && response.status < 400) throw redirected(endpoint, response.headers.get("location"));
    onActivity?.();
    if (response.body === null) return response;
    const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
    const watch = bodyLimit(endpoint, !response.ok);
    const body = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { done, value } = await reader.read();
          onActivity?.();
          if (done) {
            controller.close();
            return;
          }
          try {
            watch(value);
          } catch (error) {
            reader.cancel().catch(() => undefined);
            throw error;
          }
          controller.enqueue(value);
        },
        cancel: () => {
          void readRest(reader);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, response);
  };
}

/** The user's code goes where the user said, and nowhere else. */
function redirected({ provider, model, apiKey = "" }: Endpoint, location: string | null): ModelFailure {
  const host = location !== null && URL.canParse(location) ? new URL(location).host : "";
  // A service may write the key into the name of a host, which is in lower case.
  const to = host === "" || (apiKey !== "" && host.includes(apiKey.toLowerCase())) ? "another address" : host;
  return new ModelFailure("missing_model", `${model} (${provider}) sends on to ${to}, where nothing was sent.`, "Check base_url: it must be the address of the service itself.");
}

/** Reads what is left, so that the connection is free for the next call; breaks it off where that takes too long. */
async function readRest(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  const late = setTimeout(() => {
    reader.cancel().catch(() => undefined);
  }, REST);
  late.unref();
  try {
    while (!(await reader.read()).done);
  } catch {
    // The answer was whole before; a connection that breaks now is only not used again.
  } finally {
    clearTimeout(late);
  }
}
